#include "app/repro.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/tar_write.h"
#include "base/credentials.h"
#include "base/json_write.h"
#include "inventory/formats.h"
#include "inventory/pypi/site_packages.h"
#include "inventory/unread_formats.h"

namespace cordon::app {
namespace {

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Whether it is a folder of this name, or stands in one.
bool is_below(std::string_view path, std::string_view folder) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (path.substr(0, slash) == folder) return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

// Where packages are installed, what is there and what is not tells something.
bool is_installed(std::string_view path) {
  return is_below(path, "node_modules") || is_below(path, "site-packages") || is_below(path, "dist-packages");
}

// Whether it matters that something of this name is there, though nobody read it.
bool tells(std::string_view path) {
  const std::string_view name = name_of(path);
  const std::string_view folder = path.substr(0, path.size() - std::min(name.size() + 1, path.size()));
  if (inventory::pypi::shows_installation(folder, {std::string(name), EntryKind::directory})) return true;
  return is_installed(path) || name == "package.json" || name == "pyvenv.cfg" || name == ".cargo-checksum.json" ||
         inventory::format_of_path(path) != nullptr || !inventory::why_unread(name).empty();
}

class RecordingTree final : public FileTree {
 public:
  RecordingTree(std::unique_ptr<FileTree> inner, const Target& target, ReproLog& log)
      : inner_(std::move(inner)), target_(target), log_(log) {}

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    Result<std::vector<DirectoryEntry>> entries = inner_->list(path);
    if (!entries) return entries;
    for (const DirectoryEntry& entry : *entries)
      note(path.empty() ? entry.name : fmt::format("{}/{}", path, entry.name), entry.kind);
    return entries;
  }
  Result<FileInfo> info(std::string_view path) const override {
    Result<FileInfo> facts = inner_->info(path);
    if (facts && !path.empty()) note(std::string(path), facts->kind);
    return facts;
  }
  Result<std::string> read_link(std::string_view path) const override { return inner_->read_link(path); }
  Result<LinkEnd> link_end(std::string_view path) const override { return inner_->link_end(path); }
  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    Result<std::string> bytes = inner_->read(path, max_bytes);
    if (bytes) log_.add(target_.display(path), *bytes);
    return bytes;
  }
  // What was compared with a record must be there again, or the archive would tell of missing files.
  Result<FileDigest> digest(std::string_view path, std::uint64_t max_bytes) const override {
    Result<FileDigest> found = inner_->digest(path, max_bytes);
    if (!found) return found;
    const Result<std::string> bytes = inner_->read(path, max_bytes);
    if (bytes) log_.add_compared(target_.display(path), *bytes);
    return found;
  }

 private:
  void note(const std::string& path, EntryKind kind) const {
    // The argument itself may be such a folder.
    const bool says_something = tells(path) || is_installed(target_.display(path));
    if (kind == EntryKind::symlink && (says_something || may_lead_on(path)))
      log_.add(target_.display(path), kind, inner_->read_link(path).value_or(""));
    else if (kind != EntryKind::symlink && says_something) log_.add(target_.display(path), kind);
  }

  // Whether a link stays in the tree, or leads to a folder or to nothing: all else discovery passes over.
  bool may_lead_on(std::string_view path) const {
    const Result<LinkEnd> end = inner_->link_end(path);
    return !end || end->inside || end->kind == EntryKind::directory;
  }

  std::unique_ptr<FileTree> inner_;
  const Target& target_;
  ReproLog& log_;
};

bool may_hold_credentials(std::string_view path) {
  const std::string_view name = name_of(path);
  return name == ".npmrc" || name == ".yarnrc.yml" || name == ".yarnrc" || name == "bunfig.toml" ||
         name == ".bunfig.toml";
}

// Below inputs/, without anything that would lead out of the folder it is unpacked in.
std::string archive_path(std::string_view path) {
  std::string out = "inputs";
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    out += "/" + (part == ".." ? std::string("__up__") : std::string(part));
  }
  return out;
}

// A link that stays inside inputs/ is kept; of any other it is kept that it leads out, but not where. So it is of one
// that goes up behind a name: where that leads depends on what the name stands for.
std::string safe_target(std::string_view link_path, std::string_view target) {
  static constexpr std::string_view kOutside = "/outside";
  if (target.starts_with('/')) return std::string(kOutside);
  std::ptrdiff_t depth = std::count(link_path.begin(), link_path.end(), '/') - 1;  // folders below inputs/
  bool named = false;
  for (std::string_view rest = target; !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") named = true;
    else if (named || --depth < 0) return std::string(kOutside);
  }
  return std::string(target);
}

// The entries under their paths in the archive. What was read through a linked folder stands in a real one there: no
// member may lead through a link.
std::map<std::string, ReproEntry> members_of(std::map<std::string, ReproEntry> entries, std::string& left_out) {
  std::map<std::string, ReproEntry> members;
  for (auto& [path, entry] : entries) {
    if (!may_hold_credentials(path)) members[archive_path(path)] = std::move(entry);
    else if (entry.was_read)
      left_out += fmt::format("{} ({} bytes, may hold credentials)\n", path, entry.content.size());
  }
  for (auto each = members.begin(); each != members.end(); ++each) {
    if (each->second.kind == EntryKind::directory) continue;
    const std::string inside = each->first + "/";
    const auto first = members.lower_bound(inside);
    auto last = first;
    bool was_read = false;
    for (; last != members.end() && last->first.starts_with(inside); ++last) was_read |= last->second.was_read;
    if (first == last) continue;
    // What was only seen through a link was read where it really is: there the link leads again.
    if (each->second.kind == EntryKind::symlink && !was_read) members.erase(first, last);
    else each->second = {EntryKind::directory, false, {}, {}};
  }
  return members;
}

TarMember member_of(const std::string& name, const ReproEntry& entry) {
  if (entry.was_read) return {name, '0', entry.content, {}};
  switch (entry.kind) {
    case EntryKind::directory: return {name + "/", '5', {}, {}};
    case EntryKind::symlink: return {name, '2', {}, safe_target(name, entry.link_target)};
    case EntryKind::other: return {name, '6', {}, {}};
    case EntryKind::file: break;
  }
  return {name, '0', {}, {}};
}

}  // namespace

void ReproLog::add(std::string path, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  ReproEntry& entry = entries_[std::move(path)];
  entry.kind = EntryKind::file;
  entry.was_read = true;
  entry.content = bytes;
}

void ReproLog::add_compared(std::string path, std::string_view bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (compared_bytes_ + bytes.size() > kMostComparedBytes) {
      entries_.try_emplace(std::move(path), ReproEntry{EntryKind::file, false, {}, {}});
      return;
    }
    compared_bytes_ += bytes.size();
  }
  add(std::move(path), bytes);
}

void ReproLog::add(std::string path, EntryKind kind, std::string link_target) {
  const std::lock_guard lock(mutex_);
  entries_.try_emplace(std::move(path), ReproEntry{kind, false, {}, std::move(link_target)});
}

std::map<std::string, ReproEntry> ReproLog::take() {
  const std::lock_guard lock(mutex_);
  return std::move(entries_);
}

std::unique_ptr<FileTree> record_reads(std::unique_ptr<FileTree> tree, const Target& target, ReproLog& log) {
  log.add(target.display(""), EntryKind::directory);
  return std::make_unique<RecordingTree>(std::move(tree), target, log);
}

std::string repro_archive(ReproLog& log, std::string_view version, std::string_view settings,
                          const model::ScanReport& report) {
  std::string tar, left_out;
  for (const auto& [name, entry] : members_of(log.take(), left_out)) append_member(tar, member_of(name, entry));
  const std::string plain_settings = without_credentials(std::string(settings));
  if (!plain_settings.empty()) append_member(tar, {"cordon.yaml", '0', plain_settings, {}});
  std::string json;
  json::Writer writer(json);
  write(writer, report);
  json += '\n';
  append_member(tar, {"report.json", '0', json, {}});
  append_member(tar, {"version.txt", '0', fmt::format("cordon {}\n", version), {}});
  append_member(tar, {"left-out.txt", '0', left_out, {}});
  finish_tar(tar);
  return tar;
}

}  // namespace cordon::app
