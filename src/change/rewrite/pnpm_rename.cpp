#include "change/rewrite/pnpm_rename.h"

#include <algorithm>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

#include "change/rewrite/pnpm_lines.h"

namespace cordon::change {
namespace {

bool is_entries(std::string_view section) { return section == "packages" || section == "snapshots"; }

bool is_asked(std::string_view section) {
  return section == "importers" || section == "catalogs" || section == "dependencies" || section == "devDependencies" ||
         section == "optionalDependencies";
}

// Every "name@from" that stands as a whole in a key or reference, quotes or not.
bool rename_ids(std::string& raw, const PnpmRename& rename) {
  const std::string id = rename.name + "@" + rename.from;
  bool changed = false;
  for (std::size_t at = raw.find(id); at != std::string::npos; at = raw.find(id, at + 1)) {
    const std::size_t end = at + id.size();
    const bool begins = at == 0 || std::string_view("('/").find(raw[at - 1]) != std::string_view::npos;
    const bool ends = end == raw.size() || std::string_view("()'").find(raw[end]) != std::string_view::npos;
    // A slash is the first of a key of version 6, or the end of a scope: that is another package.
    const bool scoped = at > 0 && raw[at - 1] == '/' && at > 1 && raw[at - 2] != '(' && raw[at - 2] != '\'';
    if (!begins || !ends || scoped) continue;
    raw.replace(at, id.size(), rename.name + "@" + rename.to);
    changed = true;
  }
  return changed;
}

// The reference of a dependency that is called `key`.
bool rename_reference(std::string& raw, std::string_view key, const PnpmRename& rename) {
  bool changed = rename_ids(raw, rename);
  const std::size_t begin = raw.starts_with('\'') ? 1 : 0, end = begin + rename.from.size();
  if (key == rename.name && raw.compare(begin, rename.from.size(), rename.from) == 0 &&
      (end == raw.size() || raw[end] == '(' || raw[end] == '\'')) {
    raw.replace(begin, rename.from.size(), rename.to);
    changed = true;
  }
  return changed;
}

std::string line_of(const PnpmKeyLine& key) {
  return std::string(key.indent, ' ') + key.raw_key + ":" + (key.value.empty() ? "" : " " + key.value);
}

// A suffix of peers that is too long is written as a digest: nobody can tell what it names.
bool has_hashed_peers(std::string_view key) {
  for (std::size_t at = key.find('('); at != std::string_view::npos; at = key.find('(', at + 1)) {
    const std::string_view inside = key.substr(at + 1, key.find_first_of("()", at + 1) - at - 1);
    if (!inside.starts_with("patch_hash=") && inside.find('@') == std::string_view::npos) return true;
  }
  return false;
}

class Renamer {
 public:
  Renamer(TextLines& lines, const PnpmRename& rename, const Limits& limits)
      : lines_(lines), rename_(rename), limits_(limits) {}

  Result<void> run() {
    sections_ = TRY(pnpm_sections(lines_, limits_));
    TRY(refuse_unknown());
    note_sorted();
    for (const PnpmSection& section : sections_) {
      if (is_asked(section.name)) rename_asked(section);
      if (is_entries(section.name)) TRY(rename_entries(section));
    }
    for (const std::string_view name : {"packages", "snapshots"}) {
      TRY(drop_equal(name));
      TRY(sort(name));
    }
    return {};
  }

 private:
  Result<void> refuse_unknown() const {
    const std::string id = rename_.name + "@" + rename_.from;
    bool hashed = false, peer = false;
    for (const PnpmSection& section : sections_) {
      for (const PnpmEntry& entry : section.entries) {
        if (section.name == "time" && (entry.key == id || entry.key == "/" + id))
          return fail(ErrorCode::refused,
                      "the file keeps when releases were published, and that of the other is not known",
                      static_cast<std::uint32_t>(lines_.lines()[entry.first].number));
        if (!is_entries(section.name)) continue;
        hashed = hashed || has_hashed_peers(entry.key);
        for (const PnpmMember& member : TRY(members_of(lines_, entry)))
          if (member.name == "peerDependencies")
            for (const TextLine& line : member.lines)
              if (const auto key = key_line(line.text)) peer = peer || key->key == rename_.name;
      }
    }
    if (hashed && peer)
      return fail(ErrorCode::refused,
                  "names of peers are written as digests, and " + rename_.name + " may be one of them");
    return {};
  }

  void note_sorted() {
    for (const PnpmSection& section : sections_)
      if (std::ranges::is_sorted(section.entries, {}, &PnpmEntry::key)) sorted_.insert(section.name);
  }

  // "axios:" with "version: 1.14.1" below it, however deep.
  void rename_asked(const PnpmSection& section) {
    std::vector<PnpmKeyLine> above;
    for (std::size_t i = section.first; i < section.last; ++i) {
      auto key = key_line(lines_.lines()[i].text);
      if (!key) continue;
      while (!above.empty() && above.back().indent >= key->indent) above.pop_back();
      if (key->key == "version" && !above.empty() && rename_reference(key->value, above.back().key, rename_))
        lines_.lines()[i].text = line_of(*key);
      above.push_back(std::move(*key));
    }
  }

  Result<void> rename_entries(const PnpmSection& section) {
    for (const PnpmEntry& entry : section.entries) {
      TextLine& head = lines_.lines()[entry.first];
      auto key = key_line(head.text);
      if (key && rename_ids(key->raw_key, rename_)) {
        head.text = line_of(*key);
        renamed_.insert(unquoted(key->raw_key).value_or(""));
      }
      std::size_t at = entry.first + 1;
      for (const PnpmMember& member : TRY(members_of(lines_, entry))) {
        const bool is_list = member.name == "dependencies" || member.name == "optionalDependencies";
        for (std::size_t i = 0; i < member.lines.size(); ++i, ++at) {
          auto listed = is_list && i > 0 ? key_line(member.lines[i].text) : std::nullopt;
          if (listed && rename_reference(listed->value, listed->key, rename_))
            lines_.lines()[at].text = line_of(*listed);
        }
      }
    }
    return {};
  }

  std::string body_of(const PnpmEntry& entry) const {
    std::string out;
    const auto key = key_line(lines_.lines()[entry.first].text);
    if (key) out = key->value;
    for (std::size_t i = entry.first + 1; i < entry.last; ++i) out += "\n" + lines_.lines()[i].text;
    return out;
  }

  Result<const PnpmSection*> find(std::string_view name) {
    sections_ = TRY(pnpm_sections(lines_, limits_));
    const auto found = std::ranges::find(sections_, name, &PnpmSection::name);
    return found == sections_.end() ? nullptr : &*found;
  }

  Result<void> drop_equal(std::string_view name) {
    for (;;) {
      const PnpmSection* const section = TRY(find(name));
      if (section == nullptr) return {};
      std::unordered_map<std::string_view, const PnpmEntry*> known;
      std::size_t i = 0;
      while (i < section->entries.size() && known.try_emplace(section->entries[i].key, &section->entries[i]).second)
        ++i;
      if (i == section->entries.size()) return {};
      const PnpmEntry& entry = section->entries[i];
      if (!renamed_.contains(entry.key) || body_of(entry) != body_of(*known[entry.key]))
        return fail(ErrorCode::refused, "two entries " + entry.key + " that differ",
                    static_cast<std::uint32_t>(lines_.lines()[entry.first].number));
      erase_entry(lines_, *section, i);
    }
  }

  Result<void> sort(std::string_view name) {
    if (!sorted_.contains(std::string(name))) return {};
    // Each renamed entry moves once.
    for (std::size_t moves = 0; moves <= renamed_.size(); ++moves) {
      const PnpmSection* const section = TRY(find(name));
      if (section == nullptr || std::ranges::is_sorted(section->entries, {}, &PnpmEntry::key)) return {};
      const std::vector<PnpmEntry>& entries = section->entries;
      std::size_t i = 0;
      while (i < entries.size() && !is_out_of_place(entries, i)) ++i;
      if (i == entries.size()) return {};
      move(entries, i);
    }
    return {};
  }

  bool is_out_of_place(const std::vector<PnpmEntry>& entries, std::size_t i) const {
    return renamed_.contains(entries[i].key) && ((i > 0 && entries[i - 1].key > entries[i].key) ||
                                                 (i + 1 < entries.size() && entries[i].key > entries[i + 1].key));
  }

  void move(const std::vector<PnpmEntry>& entries, std::size_t i) {
    std::size_t target = 0;  // index of the entry it goes in front of
    while (target < entries.size() && (target == i || entries[target].key < entries[i].key)) ++target;
    std::vector<TextLine> own(lines_.lines().begin() + static_cast<std::ptrdiff_t>(entries[i].first),
                              lines_.lines().begin() + static_cast<std::ptrdiff_t>(entries[i].last));
    // Entries are parted by what stands behind the first of them.
    const std::size_t parted = entries[1].first - entries[0].last;
    const std::vector<TextLine> between(parted, lines_.added(""));
    const bool to_end = target == entries.size();
    const std::size_t place = to_end ? entries.back().last : entries[target].first;
    const std::size_t first = i + 1 == entries.size() ? entries[i - 1].last : entries[i].first;
    const std::size_t last = i + 1 == entries.size() ? entries[i].last : entries[i + 1].first;
    if (to_end) own.insert(own.begin(), between.begin(), between.end());
    else own.insert(own.end(), between.begin(), between.end());
    if (place >= last) {
      lines_.insert(place, std::move(own));
      lines_.erase(first, last);
    } else {
      lines_.erase(first, last);
      lines_.insert(place, std::move(own));
    }
  }

  TextLines& lines_;
  const PnpmRename& rename_;
  const Limits& limits_;
  std::vector<PnpmSection> sections_;
  std::unordered_set<std::string> renamed_, sorted_;
};

}  // namespace

Result<void> rename_in_pnpm(TextLines& lines, const PnpmRename& rename, const Limits& limits) {
  return Renamer(lines, rename, limits).run();
}

}  // namespace cordon::change
