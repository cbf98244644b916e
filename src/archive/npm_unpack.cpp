#include "archive/npm_unpack.h"

#include <algorithm>
#include <set>
#include <utility>

#include "archive/name_fold.h"
#include "archive/node_paths.h"
#include "archive/node_tar.h"
#include "archive/path_oddities.h"
#include "archive/unpacked_names.h"

namespace cordon::archive {
namespace {

using enum OddityKind;

constexpr std::size_t kMostName = 255;    // bytes of one part of a path, on Linux
constexpr std::size_t kMostPath = 4'095;  // of all of it, with the folder it is unpacked into
constexpr std::size_t kMostParts = 1'024;
constexpr std::string_view kIgnore = ".gitignore", kNpmIgnore = ".npmignore", kManifest = "package.json";

// The last part, as node's path.posix.basename() has it.
std::string_view base_name(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

class Unpacker {
 public:
  explicit Unpacker(const NpmUnpackLimits& limits) : limits_(limits), oddities_(limits.oddities_of_a_kind) {}

  NpmTree run(std::string_view tar) {
    NodeTar list = read_node_tar(tar, {limits_.entries, limits_.headers}, oddities_);
    tree_.refused = std::move(list.refused);
    tree_.cut = std::move(list.cut);
    for (const NodeEntry& entry : list.entries)
      if (!take(entry)) break;
    collect();
    std::ranges::stable_sort(oddities_.list, {}, [](const Oddity& oddity) { return oddity.offset; });
    tell_of_the_whole();
    tree_.oddities = std::move(oddities_.list);
    tree_.oddities_left_out = oddities_.left_out;
    return std::move(tree_);
  }

 private:
  void odd(OddityKind kind, const NodeEntry& entry, std::string_view detail) {
    oddities_.add(kind, entry.path, detail, entry.offset, entry.link);
  }

  // False when npm fails at the entry.
  bool take(const NodeEntry& entry) {
    switch (entry.type) {
      case '1': odd(link, entry, "hard, which npm leaves out"); return true;
      case '2': odd(link, entry, "symbolic, which npm leaves out"); return true;
      case '3':
      case '4':
      case '6': odd(device, entry, "which npm leaves out"); return true;
      case '5':
      case 'D': return true;  // folders are made for the files in them only
      default: return take_file(entry);
    }
  }

  bool take_file(const NodeEntry& entry) {
    tell_path_oddities(entry.path, entry.offset, oddities_);
    if ((entry.mode & 07000) != 0) odd(special_mode, entry, "setuid, setgid or sticky");
    std::string path = entry.path;
    if (!rename_ignore(entry, path)) return true;
    // The first folder goes, whatever it is.
    const std::size_t slash = path.find('/');
    const std::string_view root = std::string_view(path).substr(0, slash);
    if (root != "package" && slash != std::string::npos && roots_.emplace(root).second)
      odd(other_root, entry, "stands in another folder than \"package\"");
    std::string_view below = slash == std::string::npos ? std::string_view() : std::string_view(path).substr(slash + 1);
    if (static_cast<std::size_t>(std::ranges::count(below, '/')) + 1 > kMostParts) {
      odd(long_path, entry, "too deep for npm, which leaves it out");
      return true;
    }
    below = without_roots(below);
    if (below.size() + 1 < path.size() - std::min(slash, path.size()))
      odd(absolute_path, entry, "npm takes the root away behind the first folder");
    if (has_parent_part(below)) return true;  // left out, and told by tell_path_oddities
    const std::size_t parts = count_parts(below);
    if (parts == 0) {
      odd(no_folder, entry, "nothing is left of its path, and npm leaves it out");
      return true;
    }
    // The end of a link that a describing header gave a file: npm looks at it all the same.
    if (entry.climbs > parts - 1) return true;
    if (below.find('\0') != std::string_view::npos) {
      tree_.refused = Error{ErrorCode::invalid_value, "a path with a zero, at which node fails", 0, 0, {}};
      return false;
    }
    place(entry, below);
    return true;
  }

  // What pacote makes of ignore files. False when the entry is left out.
  bool rename_ignore(const NodeEntry& entry, std::string& path) {
    const std::string_view base = base_name(path);
    if (base == kNpmIgnore) ignores_.insert(path);
    if (base != kIgnore) return true;
    if (path.ends_with(kIgnore)) path.replace(path.size() - kIgnore.size(), kIgnore.size(), kNpmIgnore);
    const bool stays = !ignores_.contains(path);
    odd(renamed_ignore, entry, stays ? "npm writes it as .npmignore" : "npm leaves it out beside .npmignore");
    return stays;
  }

  static std::size_t count_parts(std::string_view path) {
    std::size_t count = 0;
    each_part(path, [&](std::string_view, bool) { return ++count, true; });
    return count;
  }

  // Calls `visit` with each part that counts, and whether it is the last, until it returns false.
  template <class Visit>
  static void each_part(std::string_view path, Visit visit) {
    const auto skip = [&path] {
      while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('/'));
        if (!part.empty() && part != ".") return;
        path.remove_prefix(std::min(part.size() + 1, path.size()));
      }
    };
    for (skip(); !path.empty();) {
      const std::string_view part = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(part.size() + 1, path.size()));
      skip();
      if (!visit(part, path.empty())) return;
    }
  }

  // Writes the file as the file system lets npm do it.
  void place(const NodeEntry& entry, std::string_view path) {
    if (path.size() > kMostPath) return odd(long_path, entry, "too long to be written");
    std::uint32_t at = UnpackedNames::kTop;
    each_part(path, [&](std::string_view part, bool is_last) {
      if (part.size() > kMostName) return odd(long_path, entry, "too long to be written"), false;
      at = names_.child(at, part);
      if (is_last) return put(entry, at), false;
      if (names_[at].kind == NameKind::file) return odd(file_over_folder, entry, "in a folder that is a file"), false;
      names_.set_kind(at, NameKind::folder);
      return true;
    });
  }

  void put(const NodeEntry& entry, std::uint32_t name) {
    const UnpackedNames::Name& there = names_[name];
    if (there.kind == NameKind::folder && there.children > 0)
      return odd(file_over_folder, entry, "a folder stands there, and npm leaves it out");
    const auto mode = static_cast<std::uint32_t>((entry.mode | 0666) & 07777);
    const bool is_manifest = there.parent == UnpackedNames::kTop && there.text == kManifest;
    manifests_ += is_manifest ? 1 : 0;
    if (there.kind == NameKind::file) {
      odd(duplicate, entry, "overwrites what stood there before");
      if (is_manifest) odd(several_manifests, entry, "the package.json at the top again");
      NpmFile& file = files_[there.file];
      file.content = entry.content;
      if (entry.type == '7') file.mode = mode;  // made anew; others are written into
      return;
    }
    names_.set_kind(name, NameKind::file);
    names_[name].file = static_cast<std::uint32_t>(files_.size());
    files_.push_back({{}, mode, entry.content});
    file_names_.push_back(name);
  }

  void collect() {
    for (std::size_t i = 0; i < files_.size(); ++i) files_[i].path = names_.path(file_names_[i]);
    tell_collisions();
    tree_.files = std::move(files_);
    std::ranges::sort(tree_.files, {}, &NpmFile::path);
  }

  // The same tree with names as file systems compare them that do not tell cases and accents apart.
  void tell_collisions() {
    UnpackedNames folded;
    std::vector<std::uint32_t> place(names_.size(), UnpackedNames::kTop), first{UnpackedNames::kTop};
    for (std::uint32_t name = 1; name < names_.size(); ++name) {
      if (names_[name].kind == NameKind::none) continue;
      const std::uint32_t at = folded.child(place[names_[name].parent], fold_name(names_[name].text));
      place[name] = at;
      if (at == first.size()) {
        first.push_back(name);
      } else if (names_[name].kind == NameKind::file || names_[first[at]].kind == NameKind::file) {
        oddities_.add(case_collision, names_.path(name), "beside " + names_.path(first[at]), 0);
      }
    }
  }

  void tell_of_the_whole() {
    if (manifests_ == 0) oddities_.add(no_manifest, {}, "no package.json at the top", 0);
  }

  NpmUnpackLimits limits_;
  Oddities oddities_;
  NpmTree tree_;
  UnpackedNames names_;
  std::vector<NpmFile> files_;
  std::vector<std::uint32_t> file_names_;
  std::set<std::string, std::less<>> ignores_, roots_;
  std::uint32_t manifests_ = 0;
};

// What is behind the last gzip member: npm takes zeros, and a further member behind them counts or not by how the bytes
// arrive. At anything else it fails, and others do not.
std::optional<Error> tell_gzip(const Gunzipped& gzip, std::vector<Oddity>& oddities) {
  const auto odd = [&](OddityKind kind, std::uint64_t count, const char* what) {
    oddities.push_back({kind, {}, std::to_string(count) + what, {}, 0});
  };
  if (gzip.members > 1) odd(gzip_members, gzip.members, " gzip members");
  if (gzip.trailing.empty()) return std::nullopt;
  odd(gzip_trailing, gzip.trailing.size(), " bytes behind the gzip members");
  const std::size_t some = gzip.trailing.find_first_not_of('\0');
  if (some == std::string_view::npos) return std::nullopt;
  odd(gzip_garbage, gzip.trailing.size() - some, " bytes that are not all zeros behind the gzip members");
  if (some > 0) return std::nullopt;
  return Error{ErrorCode::syntax, "something else than zeros stands behind the gzip member", 0, 0, {}};
}

}  // namespace

NpmTree unpack_as_npm(std::string_view tar, const NpmUnpackLimits& limits) { return Unpacker(limits).run(tar); }

Result<NpmArchive> open_as_npm(std::string_view packed, const GunzipLimits& gzip, const NpmUnpackLimits& limits) {
  std::vector<Oddity> wrapping;
  std::optional<Error> refused;
  NpmArchive out;
  if (packed.starts_with("\x1f\x8b")) {
    Gunzipped unpacked = TRY(gunzip(packed, gzip));
    refused = tell_gzip(unpacked, wrapping);
    out.tar = std::move(unpacked.bytes);
  } else if (packed.starts_with("\x28\xb5\x2f\xfd")) {
    return fail(ErrorCode::unsupported_format, "is packed with Zstandard");
  } else {
    if (packed.size() > gzip.bytes) return fail(ErrorCode::too_large, "larger than is allowed");
    wrapping.push_back({not_gzipped, {}, "a bare tar", {}, 0});
    out.tar = packed;
  }
  out.tree = unpack_as_npm(out.tar, limits);
  if (refused) out.tree.refused = std::move(refused);
  out.tree.oddities.insert(out.tree.oddities.begin(), wrapping.begin(), wrapping.end());
  return out;
}

}  // namespace cordon::archive
