// What must hold for every inventory that a reader gives, whatever the bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/json.h"
#include "base/json_write.h"
#include "check_document.h"
#include "inventory/conflicts.h"
#include "inventory/implausible.h"
#include "inventory/reader.h"

namespace cordon::fuzz {

inline std::uint32_t lines_of(std::string_view text) {
  return static_cast<std::uint32_t>(1 + std::ranges::count(text, '\n'));
}

// Lines of each file by its path as displayed. A place in a file that is not here may have any line.
using FileLines = std::map<std::string, std::uint32_t, std::less<>>;

inline void check_place(const model::Place& place, const FileLines& files) {
  expect(!place.path.empty());
  if (const auto file = files.find(place.path); file != files.end()) expect(place.line <= file->second);
}

inline void check_unread(const model::FileUnread& note, const FileLines& files) {
  expect(!note.code.empty() && !note.reason.empty());
  expect(is_visible(note.code) && is_visible(note.reason));
  check_place({note.path, note.line}, files);
}

inline void check_component(const model::Component& component, const FileLines& files) {
  expect(!component.name.empty() && !component.ecosystem.empty());
  expect(component.purl.starts_with("pkg:") && is_visible(component.purl));
  expect(!component.resolved || !component.resolved->empty());
  expect(!component.checksum || !component.checksum->empty());
  expect(!component.alias || *component.alias != component.name);
  for (const std::string& digest : component.integrity) expect(!digest.empty());
  check_place(component.place, files);
}

inline void check_inventory(const model::Inventory& inventory, const FileLines& files) {
  const std::uint32_t nodes = inventory.node_count();
  expect(!inventory.path.empty() && !inventory.format.empty());
  std::uint32_t previous = 0;
  for (const model::Edge& edge : inventory.edges) {
    expect(edge.from < nodes && edge.to < nodes && edge.from >= previous);
    previous = edge.from;
  }
  for (const model::Unresolved& missing : inventory.unresolved) expect(missing.from < nodes);
  std::unordered_set<std::string_view> ids;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    expect(inventory.node_id(node).starts_with(inventory.path + "#"));
    expect(ids.insert(inventory.node_id(node)).second);
  }
  for (const model::Component& component : inventory.components) check_component(component, files);
  for (const model::Root& root : inventory.roots) {
    check_place(root.place, files);
    for (const model::Declared& declared : root.declared) check_place(declared.place, files);
  }
  for (const model::Override& rule : inventory.overrides) check_place(rule.place, files);
  for (const model::FileUnread& note : inventory.unread) check_unread(note, files);
  for (const model::Place& conflict : inventory.conflicts) check_place(conflict, files);
  for (const Duplicate& duplicate : inventory.duplicates)
    expect(duplicate.first_line >= 1 && duplicate.first_line <= duplicate.last_line);
}

inline std::string written(const model::Inventory& inventory) {
  std::string out;
  json::Writer writer(out, 0);
  writer.begin_array().string(inventory.path).string(inventory.format);
  for (const model::Component& component : inventory.components) model::write(writer, component);
  for (const model::Edge& edge : inventory.edges) model::write(writer, edge);
  for (const model::Root& root : inventory.roots) model::write(writer, root);
  for (const model::Unresolved& missing : inventory.unresolved) model::write(writer, missing);
  for (const model::Override& rule : inventory.overrides) model::write(writer, rule);
  for (const model::FileUnread& note : inventory.unread) model::write(writer, note);
  for (const model::Place& conflict : inventory.conflicts) model::write(writer, conflict);
  for (const Duplicate& duplicate : inventory.duplicates) writer.string(duplicate.key);
  writer.end_array();
  return out;
}

// Counts what an inventory says of each line of its own file: components, roots and what it did not understand. A
// reader that passes over an entry in silence leaves its line without.
class SpokenFor {
 public:
  explicit SpokenFor(const model::Inventory& inventory) {
    const auto add = [&](std::string_view path, std::uint32_t line) {
      if (path == inventory.path) ++lines_[line];
    };
    for (const model::Component& component : inventory.components) add(component.place.path, component.place.line);
    for (const model::Root& root : inventory.roots) add(root.place.path, root.place.line);
    for (const model::FileUnread& note : inventory.unread) {
      add(note.path, note.line);
      overflowed_ = overflowed_ || note.code == "too_many";
    }
  }

  // Each entry of the file takes one. Beyond the most notes that are kept, nothing can be said.
  void expect_entry(std::uint32_t line) { expect(overflowed_ || lines_[line]-- > 0); }

 private:
  std::map<std::uint32_t, std::int64_t> lines_;
  bool overflowed_ = false;
};

// Reads twice and checks what comes out; nothing when the reader refuses the text, which it must explain.
inline std::optional<model::Inventory> check_reader(inventory::Reader reader, const std::string& text,
                                                    const inventory::ReadContext& context, FileLines files = {}) {
  files[context.display_path] = lines_of(text);
  const auto merged = inventory::read_with_conflicts(reader, text, context);
  if (merged) check_inventory(*merged, files);
  auto inventory = reader(text, context);
  if (!inventory) {
    expect(!inventory.error().message.empty() && inventory.error().line <= files[context.display_path]);
    expect(inventory.error().code != ErrorCode::internal && inventory.error().code != ErrorCode::system);
    return std::nullopt;
  }
  check_inventory(*inventory, files);
  expect(inventory->path == context.display_path);
  const std::string first = written(*inventory);
  expect(json::parse(first).has_value());
  const auto again = reader(text, context);
  expect(again.has_value() && written(*again) == first);
  model::Inventory noted = *again;
  inventory::note_implausible(noted);
  check_inventory(noted, files);
  return std::move(*inventory);
}

}  // namespace cordon::fuzz
