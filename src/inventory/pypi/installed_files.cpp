#include "inventory/pypi/installed_files.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>

#include "inventory/pypi/name.h"
#include "inventory/pypi/record.h"
#include "inventory/pypi/site_packages.h"
#include "inventory/pypi/startup_files.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::uint64_t kMostStartupBytes = 1 << 20;
constexpr std::size_t kMostStartupFiles = 1'000, kShownCode = 300;
constexpr std::chrono::seconds kTime{120};  // for the files of one folder, on the clock on the wall

std::string join(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

// What Python writes when a module is first imported. Bytecode beside the modules came with the package.
bool is_bytecode(std::string_view path, const RecordRow& row) {
  const bool is_compiled = path.ends_with(".pyc") || path.ends_with(".pyo");
  const bool is_cached = path.starts_with("__pycache__/") || path.find("/__pycache__/") != path.npos;
  const bool has_digest = !row.algorithm.empty();
  return (is_compiled && (is_cached || !has_digest)) || (path.ends_with("__pycache__") && !has_digest);
}

// The path in the tree of one that is seen from `directory`; nothing where it leads out of the tree, as every absolute
// one does. On Windows either slash separates folders.
std::optional<std::string> resolve(std::string_view directory, std::string_view written) {
  const bool has_drive = written.size() > 1 && written[1] == ':';
  if (written.starts_with('/') || written.starts_with('\\') || has_drive) return std::nullopt;
  std::string out(directory);
  while (!written.empty()) {
    const std::size_t slash = std::min(written.find_first_of("/\\"), written.size());
    const std::string_view part = written.substr(0, slash);
    written.remove_prefix(std::min(slash + 1, written.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      out = join(out, part);
      continue;
    }
    if (out.empty()) return std::nullopt;
    const std::size_t last = out.rfind('/');
    out.resize(last == out.npos ? 0 : last);
  }
  return out;
}

// Files or packages that could not be compared for one reason: one line of Coverage.
class Uncompared {
 public:
  Uncompared(ErrorCode code, std::string_view what, bool incomplete)
      : code_(code), what_(what), incomplete_(incomplete) {}

  void note(std::string shown_path) {
    if (count_++ == 0) first_ = std::move(shown_path);
  }
  void finish(std::string_view folder, std::vector<model::FileUnread>& out) const {
    if (count_ == 0) return;
    std::string reason(what_);
    reason += ": " + (count_ == 1 ? first_ : std::to_string(count_) + " (the first is " + first_ + ")");
    out.push_back({std::string(folder), 0, std::string(to_string(code_)), std::move(reason), incomplete_});
  }

 private:
  ErrorCode code_;
  std::string_view what_;
  bool incomplete_;
  std::uint64_t count_ = 0;
  std::string first_;
};

// A row of a RECORD, by the path in the tree.
struct Listed {
  std::string path;
  std::uint32_t package = 0;
  RecordRow row;
};

class Comparison {
 public:
  Comparison(const FileTree& tree, std::string_view directory, const npm::InstalledTree& installed,
             const ReadContext& context, const InstalledFilesLimits& limits)
      : tree_(tree), directory_(directory), context_(context), limits_(limits) {
    for (std::uint32_t i = 0; i < installed.directories.size(); ++i) components_.emplace(installed.directories[i], i);
    for (std::uint32_t i = 0; i < installed.inventory.components.size(); ++i)
      named_.emplace(normal_name(installed.inventory.components[i].name), i);
  }

  Result<InstalledFiles> run() {
    const std::vector<DirectoryEntry> entries = TRY(tree_.list(directory_));
    for (const DirectoryEntry& entry : entries) package(entry);
    std::ranges::sort(listed_, [](const Listed& left, const Listed& right) {
      return std::tie(left.path, left.package, left.row.line) < std::tie(right.path, right.package, right.row.line);
    });
    for (auto first = listed_.begin(); first != listed_.end();) {
      const auto last =
          std::find_if(first, listed_.end(), [&](const Listed& each) { return each.path != first->path; });
      compare({first, last});
      first = last;
    }
    // The name of the tree's own folder is not known here.
    if (directory_.empty() || is_site_packages(directory_))
      for (const DirectoryEntry& entry : entries) startup(entry);
    for (const Uncompared* each : {&unrecorded_, &distributed_, &outside_, &too_large_, &too_many_, &undigested_,
                                   &other_digest_, &unreadable_, &linked_})
      each->finish(context_.display_path, out_.unread);
    std::erase_if(out_.packages, [](const PackageFiles& each) { return each.changed.empty() && each.missing.empty(); });
    out_.of_a_system = !out_.all_recorded && in_dist_packages();
    return std::move(out_);
  }

 private:
  void package(const DirectoryEntry& entry) {
    const std::string inside = join(directory_, entry.name);
    if (entry.name.ends_with(".egg-info") || entry.name.ends_with(".egg")) return no_record(inside);
    // "~": what pip left of a package that it could not remove.
    if (!entry.name.ends_with(".dist-info") || entry.kind == EntryKind::file || entry.name.starts_with('~')) return;
    const std::string file = join(inside, "RECORD"), display = shown(file);
    const Result<std::string> text = tree_.read(file, context_.limits.bytes);
    if (!text && text.error().code == ErrorCode::not_found) return no_record(inside);
    if (!text) return unread(display, text.error());
    Result<Record> record = parse_record(*text, display, context_.limits);
    if (!record) return unread(display, record.error());
    if (!record->unread.empty()) out_.all_recorded = false;
    out_.unread.insert(out_.unread.end(), record->unread.begin(), record->unread.end());
    std::optional<std::uint32_t> number;
    if (is_changed_by_its_distributor(*record)) {
      distributed_.note(shown(inside));
    } else if (const auto component = component_of(inside); component) {
      number = static_cast<std::uint32_t>(out_.packages.size());
      out_.packages.push_back({*component, display, {}, {}});
      if (!lists_itself(*record, entry.name))
        unread(display, {ErrorCode::truncated, "it does not list itself: it was cut or changed", 0, 0, {}});
    } else {
      unread(display, {ErrorCode::missing_field, "of no package that was read: its files were not compared", 0, 0, {}});
    }
    for (RecordRow& row : record->rows)
      if (row.path != entry.name + "/RECORD") add(number, std::move(row), display);  // which cannot hold its own digest
  }

  // Of two folders for one release the reader keeps the first; the files of both are that package's.
  std::optional<std::uint32_t> component_of(const std::string& inside) const {
    if (const auto known = components_.find(inside); known != components_.end()) return known->second;
    std::string_view name = std::string_view(inside).substr(inside.rfind('/') + 1);
    name.remove_suffix(std::string_view(".dist-info").size());
    const auto same_name = named_.find(normal_name(name.substr(0, name.rfind('-'))));
    return same_name == named_.end() ? std::nullopt : std::optional(same_name->second);
  }

  static bool lists_itself(const Record& record, const std::string& folder) {
    return std::ranges::any_of(record.rows, [&](const RecordRow& row) { return row.path == folder + "/RECORD"; });
  }

  // conda puts its prefix into what it installs, and Debian strips libraries and replaces lists of certificates: both
  // leave RECORD as it was. conda keeps a list of what it installed in the prefix; Debian's packages name no installer,
  // not even in RECORD, and stand in folders of this name only. What a file of the package says would be no evidence:
  // whoever changes the others changes it, too.
  bool is_changed_by_its_distributor(const Record& record) const {
    if (const auto prefix = resolve(directory_, "../../.."); prefix && tree_.info(join(*prefix, "conda-meta")))
      return true;
    const bool names_installer = std::ranges::any_of(
        record.rows, [](const RecordRow& row) { return row.path.ends_with(".dist-info/INSTALLER"); });
    return !names_installer && in_dist_packages();
  }

  // The tree's own folder has no name in it.
  bool in_dist_packages() const {
    return directory_.ends_with("dist-packages") ||
           (directory_.empty() && std::string_view(context_.display_path).ends_with("dist-packages"));
  }

  // "lib/python3.11/site-packages", "Lib/site-packages": programs stand beside it, at the end of "../../..".
  bool is_of_an_environment() const {
    const std::string_view folder = std::string_view(directory_).substr(0, directory_.rfind('/') + 1);
    const std::size_t slash = folder.size() < 2 ? folder.npos : folder.rfind('/', folder.size() - 2);
    const std::string_view name = folder.substr(slash == folder.npos ? 0 : slash + 1);
    return name.starts_with("python") || name == "Lib/" || name == "pypy/";
  }

  // Without a package nobody could be told of what differs; `package` has said why there is none.
  void add(std::optional<std::uint32_t> package, RecordRow row, const std::string& record) {
    std::optional<std::string> path = resolve(directory_, row.path);
    if (!path || (!is_inside(*path) && !is_of_an_environment())) return outside_.note(row.path);
    // A row without a digest vouches for nothing.
    if (is_startup_file(relative(*path)) && row.sha256) startup_listed_.insert(*path);
    if (is_bytecode(*path, row) || !package) return;
    if (listed_.size() < limits_.rows) {
      row.path.clear();  // it is held once
      listed_.push_back({std::move(*path), *package, std::move(row)});
    } else if (!is_full_) {
      is_full_ = true;
      unread(record, {ErrorCode::too_many, "more files in all than are compared of one folder", row.line, 0, {}});
    }
  }

  // What every package says of one file.
  void compare(std::span<const Listed> same) {
    const std::string& path = same.front().path;
    if (std::ranges::none_of(same, [](const Listed& each) { return each.row.sha256.has_value(); }))
      return without_digest(same);
    if (std::chrono::steady_clock::now() > until_) return too_many_.note(shown(path));
    const std::uint64_t left = limits_.bytes - hashed_;
    const Result<FileDigest> found = tree_.digest(path, std::min(left, context_.limits.bytes));
    if (!found) return not_hashed(same, found.error());
    hashed_ += found->size;
    if (std::ranges::any_of(same, [&](const Listed& each) { return each.row.sha256 == found->sha256; })) return;
    changed(same, found->sha256, found->size);
  }

  void changed(std::span<const Listed> same, const std::optional<Sha256Digest>& found, std::uint64_t size) {
    for (std::size_t i = 0; i < same.size(); ++i)
      if (same[i].row.sha256 && (i == 0 || same[i].package != same[i - 1].package))
        out_.packages[same[i].package].changed.push_back({.path = shown(same[i].path),
                                                          .line = same[i].row.line,
                                                          .listed = same[i].row.sha256,
                                                          .found = found,
                                                          .listed_size = same[i].row.size.value_or(0),
                                                          .found_size = size,
                                                          .runs_at_start = is_startup_file(relative(same[i].path))});
  }

  void missing(std::span<const Listed> same) {
    if (!is_inside(same.front().path)) return;
    for (std::size_t i = 0; i < same.size(); ++i)
      if (i == 0 || same[i].package != same[i - 1].package)
        out_.packages[same[i].package].missing.push_back({.path = shown(same[i].path),
                                                          .line = same[i].row.line,
                                                          .listed = same[i].row.sha256,
                                                          .found = std::nullopt,
                                                          .listed_size = 0,
                                                          .found_size = 0,
                                                          .runs_at_start = false});
  }

  void without_digest(std::span<const Listed> same) {
    const std::string& path = same.front().path;
    const Result<FileInfo> facts = tree_.info(path);
    if (!facts && is_missing(facts.error().code)) return missing(same);
    if (std::ranges::any_of(same, [](const Listed& each) { return !each.row.algorithm.empty(); }))
      return other_digest_.note(shown(path));
    // RECORD and its signatures cannot hold their own.
    if (path.find(".dist-info/RECORD") == path.npos) undigested_.note(shown(path));
  }

  static bool is_missing(ErrorCode code) {
    return code == ErrorCode::not_found || code == ErrorCode::not_a_regular_file;
  }

  void not_hashed(std::span<const Listed> same, const Error& error) {
    const std::string& path = same.front().path;
    if (is_missing(error.code)) return missing(same);
    if (error.code == ErrorCode::outside_root) return linked_.note(shown(path));
    if (error.code != ErrorCode::too_large) return unreadable_.note(shown(path));
    const Result<FileInfo> facts = tree_.info(path);
    const bool is_file = facts && facts->kind == EntryKind::file;
    if (facts && facts->kind == EntryKind::symlink) return linked_.note(shown(path));
    if (is_file && std::ranges::all_of(same, [&](const Listed& each) {
          return !each.row.sha256 || (each.row.size && *each.row.size != facts->size);
        }))
      return changed(same, std::nullopt, facts->size);
    if (is_file && facts->size <= context_.limits.bytes) too_many_.note(shown(path));
    else too_large_.note(shown(path));
  }

  void startup(const DirectoryEntry& entry) {
    if (is_startup_module(entry.name)) {
      // A package of that name, or a link to one.
      const Result<std::vector<DirectoryEntry>> inside = tree_.list(join(directory_, entry.name));
      if (!inside) return unread(shown(join(directory_, entry.name)), inside.error());
      for (const DirectoryEntry& each : *inside) startup_file(entry.name + "/" + each.name);
    } else if (entry.kind != EntryKind::directory) {
      startup_file(entry.name);
    }
  }

  void startup_file(const std::string& name) {
    const std::string path = join(directory_, name);
    if (!is_startup_file(name) || startup_listed_.contains(path)) return;
    if (++startup_files_ > kMostStartupFiles) {
      if (startup_files_ == kMostStartupFiles + 1)
        unread(shown(path),
               {ErrorCode::too_many, "more files that run when Python starts than are looked at", 0, 0, {}});
      return;
    }
    if (is_compiled_startup_file(name)) {
      out_.unlisted.push_back({name, shown(path), 0, "compiled code"});
      return;
    }
    const Result<std::string> text = tree_.read(path, kMostStartupBytes);
    if (!text && text.error().code == ErrorCode::not_found) return;
    if (!text) return unread(shown(path), text.error());
    if (auto code = startup_code(name, *text))
      out_.unlisted.push_back({name, shown(path), code->line, code->text.substr(0, kShownCode)});
  }

  void no_record(const std::string& inside) {
    out_.all_recorded = false;
    unrecorded_.note(shown(inside));
  }

  void unread(const std::string& display, const Error& error) {
    out_.all_recorded = false;
    out_.unread.push_back({display, error.line, std::string(to_string(error.code)), error.message, true});
  }

  bool is_inside(std::string_view path) const {
    return directory_.empty() || (path.starts_with(directory_) && path.substr(directory_.size()).starts_with('/'));
  }
  // Seen from the folder; empty where it stands beside it.
  std::string_view relative(std::string_view path) const {
    if (!is_inside(path)) return {};
    return directory_.empty() ? path : path.substr(directory_.size() + 1);
  }
  std::string shown(std::string_view path) const {
    if (is_inside(path)) return join(context_.display_path, relative(path));
    std::string_view above = context_.display_path;
    if (!above.ends_with(directory_)) return std::string(path);
    above.remove_suffix(directory_.size());
    return std::string(above) + std::string(path);
  }

  const FileTree& tree_;
  std::string directory_;
  const ReadContext& context_;
  const InstalledFilesLimits& limits_;
  std::unordered_map<std::string_view, std::uint32_t> components_;  // by the folder of their metadata
  std::unordered_map<std::string, std::uint32_t> named_;            // by name, as PEP 503 compares them
  std::vector<Listed> listed_;
  std::set<std::string, std::less<>> startup_listed_;
  std::uint64_t hashed_ = 0;
  std::size_t startup_files_ = 0;
  bool is_full_ = false;
  Uncompared unrecorded_{ErrorCode::not_found, "no RECORD to hold the files of a package against", false};
  Uncompared distributed_{ErrorCode::unsupported_format,
                          "a distributor changes files of a package and leaves RECORD as it was", false};
  Uncompared outside_{ErrorCode::outside_root, "listed in RECORD and outside of what is scanned", false};
  Uncompared too_large_{ErrorCode::too_large, "too large to be compared with RECORD", false};
  Uncompared too_many_{ErrorCode::too_many, "listed in RECORD and more than is compared of one folder", true};
  Uncompared undigested_{ErrorCode::missing_field, "no digest in RECORD", false};
  Uncompared other_digest_{ErrorCode::unsupported_format, "the digest in RECORD is not SHA-256", false};
  Uncompared unreadable_{ErrorCode::io, "listed in RECORD and cannot be read", true};
  Uncompared linked_{ErrorCode::outside_root, "listed in RECORD, and a link to what was not compared", true};
  std::chrono::steady_clock::time_point until_ = std::chrono::steady_clock::now() + kTime;
  InstalledFiles out_;
};

}  // namespace

Result<InstalledFiles> compare_installed_files(const FileTree& tree, std::string_view directory,
                                               const npm::InstalledTree& installed, const ReadContext& context,
                                               const InstalledFilesLimits& limits) {
  return Comparison(tree, directory, installed, context, limits).run();
}

}  // namespace cordon::inventory::pypi
