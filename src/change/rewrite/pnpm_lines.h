// A pnpm-lock.yaml as lines: sections, their entries, and the members of an entry. For pnpm.cpp and its parts.
//
// It reads the YAML that pnpm writes (js-yaml's block style, a key a line) and no other: what is written otherwise is
// refused, and whatever is changed is read again by the ordinary reader before anybody relies on it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/text_lines.h"

namespace cordon::change {

// "key: value" or "key:" of one line. `raw` has its quotes.
struct PnpmKeyLine {
  std::size_t indent = 0;
  std::string key, raw_key, value;  // value as written, "" where a mapping or list follows
};
// Nothing for a line that is no key of the form that pnpm writes.
std::optional<PnpmKeyLine> key_line(std::string_view line);

// A scalar without its quotes; nothing for one of a form that pnpm does not write.
std::optional<std::string> unquoted(std::string_view raw);
// A scalar as pnpm writes it: quoted where YAML would take it for something else.
std::string yaml_scalar(std::string_view text);

struct PnpmEntry {
  std::string key;
  std::size_t first = 0, last = 0;  // key line, and the line behind the last that is not blank
};

struct PnpmSection {
  std::string name;
  std::size_t first = 0, last = 0;  // the same
  std::vector<PnpmEntry> entries;   // keys two spaces deep
};

// Fails with refused for a second document, an explicit key ("? "), and a line that is no key where one must stand.
Result<std::vector<PnpmSection>> pnpm_sections(const TextLines& lines, const Limits& limits);

// Takes an entry out with the blank lines that part it from its neighbour; the last one with its section.
void erase_entry(TextLines& lines, const PnpmSection& section, std::size_t index);

// A member of an entry with all its lines.
struct PnpmMember {
  std::string name;
  std::vector<TextLine> lines;
};
// Fails with refused for a line of the entry that belongs to no member.
Result<std::vector<PnpmMember>> members_of(const TextLines& lines, const PnpmEntry& entry);

// "name: reference" of a list of dependencies.
struct PnpmDependency {
  std::string name, reference;
  std::size_t line = 0;  // index in the member's lines
};
Result<std::vector<PnpmDependency>> dependencies_of(const PnpmMember& list);

// The parts of "/@s/name@1.0.0(peer@2.0.0)", the first slash of version 6 included in `prefix`.
struct PnpmId {
  std::string_view prefix, name, version, suffix;
};
std::optional<PnpmId> split_id(std::string_view key);

}  // namespace cordon::change
