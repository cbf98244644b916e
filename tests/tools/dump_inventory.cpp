// Prints the Inventory of one lockfile as JSON, for the comparisons with other programs in tests/oracle.
//
//   dump_inventory FOLDER FILE       FILE is relative to FOLDER; nothing outside FOLDER is read
//   dump_inventory --batch           lines "FOLDER<tab>FILE" on stdin, an answer a line
//
// {"path", "format", "components": [...], "edges": [[from id, to id]...], "unresolved": [[from id, name]...],
//  "overrides", "roots", "unread": [...]}, or {"error": code, "message": text}.
#include <iostream>
#include <memory>
#include <string>

#include "base/file_tree.h"
#include "base/json_write.h"
#include "inventory/formats.h"
#include "inventory/npm/package_lock.h"

namespace {

using namespace cordon;

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

Result<inventory::Reader> reader_for(std::string_view name) {
  if (name.ends_with("package-lock.json") || name.ends_with("npm-shrinkwrap.json"))
    return &inventory::npm::read_package_lock;
  if (const inventory::Format* format = inventory::format_of_path(name)) return format->read;
  return fail(ErrorCode::unsupported_format, "no reader for this file name");
}

Result<model::Inventory> read(const std::string& folder, const std::string& file) {
  const std::unique_ptr<FileTree> tree = TRY(open_directory(folder));
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = file;
  context.tree = tree.get();
  const std::size_t slash = file.rfind('/');
  context.directory = slash == std::string::npos ? std::string() : file.substr(0, slash);
  context.registries = &registries;
  context.client = &client;
  const inventory::Reader reader = TRY(reader_for(name_of(file)));
  return reader(TRY(tree->read(file, context.limits.bytes)), context);
}

void write(const model::Inventory& inventory, json::Writer& out) {
  out.begin_object().member("path", inventory.path).member("format", inventory.format);
  out.key("components").begin_array();
  for (const model::Component& component : inventory.components) model::write(out, component);
  out.end_array().key("edges").begin_array();
  for (const model::Edge& edge : inventory.edges)
    out.begin_array().string(inventory.node_id(edge.from)).string(inventory.node_id(edge.to)).end_array();
  out.end_array().key("unresolved").begin_array();
  for (const model::Unresolved& missing : inventory.unresolved)
    out.begin_array().string(inventory.node_id(missing.from)).string(missing.name).end_array();
  out.end_array().key("overrides").begin_array();
  for (const model::Override& rule : inventory.overrides) model::write(out, rule);
  out.end_array().key("roots").begin_array();
  for (const model::Root& root : inventory.roots) model::write(out, root);
  out.end_array().key("unread").begin_array();
  for (const model::FileUnread& unread : inventory.unread) model::write(out, unread);
  out.end_array().end_object();
}

std::string answer(const std::string& folder, const std::string& file) {
  std::string text;
  json::Writer out(text, 0);
  const Result<model::Inventory> inventory = read(folder, file);
  if (inventory) write(*inventory, out);
  else
    out.begin_object()
        .member("error", to_string(inventory.error().code))
        .member("message", inventory.error().describe())
        .end_object();
  return text;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3) {
    std::cout << answer(arguments[1], arguments[2]) << '\n';
    return 0;
  }
  if (count != 2 || std::string_view(arguments[1]) != "--batch") {
    std::cerr << "usage: dump_inventory FOLDER FILE | --batch\n";
    return 2;
  }
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      std::cerr << "expected FOLDER<tab>FILE\n";
      return 2;
    }
    std::cout << answer(line.substr(0, tab), line.substr(tab + 1)) << std::endl;
  }
  return 0;
}
