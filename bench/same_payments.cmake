# Both programs run two blocks of the rule `offtake` and must have paid the same, to the penny, and
# more than nothing.
foreach(program CATALOGUE BY_HAND)
  execute_process(
    COMMAND ${${program}} --benchmark_filter=offtake/blocks:2/ --benchmark_format=json
    OUTPUT_VARIABLE printed RESULT_VARIABLE result ERROR_QUIET)
  if(NOT result EQUAL 0 OR NOT printed MATCHES "\"paid\": ([1-9][0-9.e+]+)")
    message(FATAL_ERROR "${${program}} says no payment: ${printed}")
  endif()
  set(${program}_paid ${CMAKE_MATCH_1})
endforeach()
if(NOT CATALOGUE_paid STREQUAL BY_HAND_paid)
  message(FATAL_ERROR "the catalogue's rule pays ${CATALOGUE_paid}, the one by hand ${BY_HAND_paid}")
endif()
message(STATUS "both pay ${CATALOGUE_paid}")
