# Writes the rules of a folder into a source file: OUTPUT, from RULES, a list of files.
set(entries "")
foreach(rule ${RULES})
  get_filename_component(name ${rule} NAME_WE)
  file(READ ${rule} text)
  string(APPEND entries "    {\"${name}\", R\"rule_file(${text})rule_file\"},\n")
endforeach()
file(
  WRITE ${OUTPUT}
  "// Made from scenarios/rules when the program is built.\n"
  "#include \"firstcustomer/scenario/rule.hpp\"\n\n"
  "namespace firstcustomer {\nnamespace {\n\n"
  "constexpr CatalogueFile catalogue[] = {\n${entries}};\n\n}  // namespace\n\n"
  "std::span<const CatalogueFile> rule_catalogue() {\n  return catalogue;\n}\n\n"
  "}  // namespace firstcustomer\n")
