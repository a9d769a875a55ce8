/// How a document is written back, and shown in messages.

#include <fmt/format.h>

#include "firstcustomer/scenario/document.hpp"

namespace firstcustomer {
namespace {

/// Whether a text may stand without quotes anywhere: letters, digits, currency signs and a few
/// marks that YAML never gives a meaning to.
bool plain(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  std::string lower;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const bool pound = rest.substr(0, 2) == "£";
    const bool euro = rest.substr(0, 3) == "€";
    const bool mark = std::string_view(" ._/%-+=;()").find(text[i]) != std::string_view::npos;
    if (!letter(text[i]) && !pound && !euro && text[i] != '$' && (i == 0 || !mark)) {
      return false;
    }
    i += pound ? 1U : euro ? 2U : 0U;
    lower += static_cast<char>(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);
  }
  return !text.empty() && text.back() != ' ' && lower != "null";
}

std::string quoted(std::string_view text) {
  if (plain(text)) {
    return std::string(text);
  }
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

void write(const Node& node, std::size_t indent, std::string& out);

void write_flow(const Node& node, std::string& out) {
  if (node.kind == Node::Kind::scalar) {
    out += quoted(node.text);
    return;
  }
  const bool map = node.kind == Node::Kind::map;
  out += map ? '{' : '[';
  std::string_view gap;
  for (const Entry& entry : node.entries) {
    out += fmt::format("{}{}: ", gap, quoted(entry.key));
    write_flow(entry.value, out);
    gap = ", ";
  }
  for (const Node& item : node.items) {
    out += gap;
    write_flow(item, out);
    gap = ", ";
  }
  out += map ? '}' : ']';
}

void write_child(const Node& child, std::size_t indent, std::string& out) {
  const bool empty = child.entries.empty() && child.items.empty();
  if (child.kind == Node::Kind::scalar || child.layout == Node::Layout::flow || empty) {
    out += ' ';
    write_flow(child, out);
    out += '\n';
  } else {
    out += '\n';
    write(child, indent + 2, out);
  }
}

void write(const Node& node, std::size_t indent, std::string& out) {
  for (const Entry& entry : node.entries) {
    out += fmt::format("{:{}}{}:", "", indent, quoted(entry.key));
    write_child(entry.value, indent, out);
  }
  for (const Node& item : node.items) {
    out += fmt::format("{:{}}-", "", indent);
    write_child(item, indent, out);
  }
}

}  // namespace

std::string kind_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return fmt::format("'{}'", node.text);
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "";
}

std::string inline_text(const Node& node) {
  if (node.kind == Node::Kind::scalar) {
    return node.text;
  }
  std::vector<std::string> parts;
  for (const Entry& entry : node.entries) {
    parts.push_back(fmt::format("{}: {}", entry.key, inline_text(entry.value)));
  }
  for (const Node& item : node.items) {
    parts.push_back(inline_text(item));
  }
  const std::string joined = fmt::format("{}", fmt::join(parts, ", "));
  return node.kind == Node::Kind::map ? fmt::format("{{{}}}", joined) : fmt::format("[{}]", joined);
}

std::string write_document(const Node& root) {
  std::string out;
  if (root.entries.empty() && root.items.empty()) {
    write_flow(root, out);
    return out + '\n';
  }
  write(root, 0, out);
  return out;
}

}  // namespace firstcustomer
