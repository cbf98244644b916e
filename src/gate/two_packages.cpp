#include "gate/two_packages.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "archive/name_fold.h"

namespace cordon::gate {
namespace {

using archive::Oddity;
using archive::OddityKind;

constexpr std::size_t kMostTold = 20;
constexpr std::size_t kMostSearches = 200;  // through all that runs at installation
constexpr std::size_t kLeastCut = 96;       // bytes of a header's name that is the beginning of a longer one

constexpr auto kCode =
    std::to_array<std::string_view>({"js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx", "sh", "bash", "bat", "cmd",
                                     "ps1", "py", "node", "gyp", "gypi", "json"});
// Nobody runs these, unless something says so.
constexpr auto kInert = std::to_array<std::string_view>(
    {"md",   "markdown", "txt", "rst",  "html", "htm",  "css",   "scss", "sass", "less", "styl", "svg", "png", "jpg",
     "jpeg", "gif",      "ico", "webp", "bmp",  "woff", "woff2", "ttf",  "eot",  "otf",  "map",  "pdf", "mp3", "mp4"});
constexpr auto kInertNames =
    std::to_array<std::string_view>({"readme", "license", "licence", "copying", "notice", "authors", "contributors",
                                     "changelog", "changes", "history"});

// What clients look for at the top.
constexpr auto kSought =
    std::to_array<std::string_view>({"package.json", "binding.gyp", "npm-shrinkwrap.json", "package-lock.json"});
constexpr std::size_t kLongestSought = 64;  // bytes, of a name that folds into one of these

std::string_view base_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

std::string ending_of(std::string_view path) {
  const std::string_view base = base_of(path);
  const std::size_t dot = base.rfind('.');
  return dot == std::string_view::npos ? std::string() : lower(base.substr(dot + 1));
}

bool is_code(std::string_view path) { return std::ranges::find(kCode, ending_of(path)) != kCode.end(); }

bool is_inert(std::string_view path) {
  return std::ranges::find(kInert, ending_of(path)) != kInert.end() ||
         std::ranges::find(kInertNames, lower(base_of(path))) != kInertNames.end();
}

// Without empty and "." parts, and ".." led back.
std::string cleaned(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part == ".." && !parts.empty()) parts.pop_back();
    else if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  std::string out;
  for (const std::string_view part : parts) out += (out.empty() ? "" : "/") + std::string(part);
  return out;
}

// Without the first folder; a path without any stays.
std::string below_folder(std::string_view path) { return std::string(path.substr(path.find('/') + 1)); }

// Where programs put an entry: each takes the first folder away, some of the path as it stands, some of a clean one,
// some for which a backslash is a slash.
std::vector<std::string> readings_of(std::string_view raw) {
  std::string slashes(raw);
  std::ranges::replace(slashes, '\\', '/');
  return {cleaned(below_folder(raw)), below_folder(cleaned(raw)), below_folder(cleaned(slashes))};
}

// Where npm puts it; empty when nowhere. Roots are judged by themselves.
std::string reading_of_npm(std::string_view raw) {
  return raw.find('/') == std::string_view::npos ? std::string() : cleaned(below_folder(raw));
}

// A path that npm takes a drive or a share from, behind the first folder: to others it has folders of such names.
bool has_root_below(std::string_view raw) {
  const std::string below = below_folder(raw);
  const std::size_t begin = std::min(below.find_first_not_of('/'), below.size());
  const std::string_view rest = std::string_view(below).substr(begin);
  return rest.starts_with('\\') || (rest.size() > 1 && rest[1] == ':');
}

// Whether the header's own name is what a packer had to leave there of the long one: its beginning, or the same with
// question marks.
bool is_cut(std::string_view own, std::string_view path) {
  while (own.ends_with("\xEF\xBF\xBD")) own.remove_suffix(3);
  return own.size() >= kLeastCut && path.starts_with(own);
}
bool is_shadow(std::string_view own, std::string_view path) {
  std::size_t at = 0;
  for (const char c : own) {
    const bool is_beyond = at < path.size() && (path[at] & 0x80) != 0;
    if (at == path.size() || (path[at] != c && !(is_beyond && c == '?'))) return false;
    do ++at;
    while (is_beyond && at < path.size() && (path[at] & 0xC0) == 0x80);
  }
  return at == path.size();
}

class Scale {
 public:
  Scale(const archive::NpmTree& tree, const inspect::Peek& peek) : tree_(tree), peek_(peek) {}

  // Files at the top that systems which do not tell cases apart take for one that clients look for there, and that is
  // not there by its own name.
  std::vector<ArchiveOddity> disguised() const {
    std::vector<ArchiveOddity> out;
    for (const archive::NpmFile& file : tree_.files) {
      if (file.path.find('/') != std::string_view::npos || file.path.size() > kLongestSought) continue;
      const std::string folded = archive::fold_name(file.path);
      const auto sought = std::ranges::find(kSought, folded);
      if (sought != kSought.end() && file.path != folded && !is_there(folded) && out.size() < kMostTold)
        out.push_back({OddityKind::case_collision, Weight::split, std::string(file.path),
                       std::string(*sought) + " on some systems"});
    }
    return out;
  }

  Weight of(const Oddity& one) {
    switch (one.kind) {
      // Every program takes the later of two, and these are told of many old packages.
      case OddityKind::duplicate:
      case OddityKind::renamed_ignore:
      case OddityKind::gzip_trailing: return Weight::none;
      case OddityKind::link: return of_link(one);
      case OddityKind::no_folder:
      case OddityKind::unclean_path:
      case OddityKind::backslash: return of_path(one.path);
      case OddityKind::absolute_path: return has_root_below(one.path) ? Weight::split : Weight::look;
      case OddityKind::case_collision: return of_collision(one.path);
      case OddityKind::lost_name: return of_lost_name(one);
      default: break;
    }
    if (!archive::is_ambiguous(one.kind))
      return one.kind == OddityKind::several_manifests ? Weight::split : Weight::none;
    return is_only_seen(one.kind) ? Weight::look : Weight::split;
  }

 private:
  // Ambiguous by the standard, but the clients of a gate were not seen to differ, or only in what is no content.
  static bool is_only_seen(OddityKind kind) {
    switch (kind) {
      case OddityKind::not_utf8:
      case OddityKind::long_path:
      case OddityKind::bad_number:
      case OddityKind::global_header:
      case OddityKind::stray_description:
      case OddityKind::no_end:
      case OddityKind::data_after_end: return true;
      default: return false;
    }
  }

  // At `path`, or below it; with a slash at its end below it only.
  bool is_there(std::string_view path) const {
    const auto found = std::ranges::lower_bound(tree_.files, path, {}, &archive::NpmFile::path);
    if (found != tree_.files.end() && found->path == path) return true;
    const std::string folder = path.ends_with('/') ? std::string(path) : std::string(path) + "/";
    const auto inside = std::ranges::lower_bound(tree_.files, folder, {}, &archive::NpmFile::path);
    return inside != tree_.files.end() && inside->path.starts_with(folder);
  }

  std::string_view content_of(std::string_view path) const {
    const auto found = std::ranges::lower_bound(tree_.files, path, {}, &archive::NpmFile::path);
    return found != tree_.files.end() && found->path == path ? found->content : std::string_view();
  }

  // Whether anything that runs at installation speaks of it. True when that was asked too often.
  bool is_named_at_install(std::string_view text) {
    const auto known = named_.find(text);
    if (known != named_.end()) return known->second;
    return named_.size() == kMostSearches || named_.emplace(text, is_in_what_runs(text)).first->second;
  }
  bool is_in_what_runs(std::string_view text) const {
    const auto has = [&](std::string_view where) { return where.find(text) != std::string_view::npos; };
    return std::ranges::any_of(peek_.commands, [&](const auto& command) { return has(command.text); }) ||
           std::ranges::any_of(peek_.install_files, [&](const auto& file) { return has(content_of(file.path)); });
  }

  bool may_run(std::string_view path) { return !is_inert(path) || is_named_at_install(base_of(path)); }

  Weight of_path(std::string_view raw) {
    const std::string npm = reading_of_npm(raw);
    Weight weight = Weight::none;
    for (const std::string& other : readings_of(raw)) {
      if (other.empty() || other == npm) continue;
      if (is_there(other) || may_run(other) || (!npm.empty() && may_run(npm))) return Weight::split;
      weight = Weight::look;
    }
    return weight;
  }

  // npm leaves links out. Without harm, where nothing runs at installation, and code leads to code that was looked at
  // under its own name.
  Weight of_link(const Oddity& one) {
    const std::vector<std::string> readings = readings_of(one.path);
    if (std::ranges::any_of(readings, [&](const auto& path) { return is_there(path); })) return Weight::split;
    const std::string& path = readings.back();
    if (is_inert(path) && !is_named_at_install(base_of(path))) return Weight::look;
    const std::string beside = cleaned(path.substr(0, path.rfind('/') + 1) + one.other);
    const auto is_known = [&](const std::string& target) {
      const bool is_folder = is_there(target + "/");
      return is_there(target) && (is_code(target) || is_folder);
    };
    const bool is_harmless = is_known(beside) || is_known(cleaned(below_folder(one.other)));
    return is_harmless && !peek_.runs_at_install() ? Weight::look : Weight::split;
  }

  Weight of_lost_name(const Oddity& one) {
    const bool is_of_a_character = one.other == one.path;
    if (is_of_a_character)
      return is_inert(one.path) && !is_named_at_install("\xEF\xBF\xBD") ? Weight::none : Weight::split;
    const bool is_beginning = is_cut(one.other, one.path);
    if (!is_beginning && !is_shadow(one.other, one.path)) return Weight::split;
    const std::string other = readings_of(one.other).front();
    const bool matters = is_there(other) || (is_beginning && is_code(other)) || is_named_at_install(base_of(other));
    return matters ? Weight::split : Weight::none;
  }

  // `path` is one of npm's, and stands where another does on systems that do not tell cases apart.
  Weight of_collision(std::string_view path) {
    if (folded_.empty()) fold_all();
    const std::string folded = archive::fold_name(path), folder = folded + "/";
    const auto same = folded_.find(folded);
    const bool is_of_files = same != folded_.end() && same->second.size() > 1;
    if (is_of_files && std::ranges::all_of(same->second, [&](auto one) { return one == same->second.front(); }))
      return Weight::none;
    const auto below = folded_running_.lower_bound(folder);
    const bool is_above = below != folded_running_.end() && below->starts_with(folder);
    return is_above || folded_running_.contains(folded) ? Weight::split : Weight::look;
  }

  void fold_all() {
    for (const archive::NpmFile& file : tree_.files) folded_[archive::fold_name(file.path)].push_back(file.content);
    folded_running_ = {"package.json", "binding.gyp"};
    for (const inspect::InstallFile& file : peek_.install_files) folded_running_.insert(archive::fold_name(file.path));
  }

  const archive::NpmTree& tree_;
  const inspect::Peek& peek_;
  std::map<std::string, std::vector<std::string_view>, std::less<>> folded_;  // contents by folded path
  std::set<std::string, std::less<>> folded_running_;                         // what is read or runs at installation
  std::map<std::string, bool, std::less<>> named_;  // what was looked for in all that runs at installation
};

}  // namespace

std::vector<ArchiveOddity> weighed_oddities(const archive::NpmTree& tree, const inspect::Peek& peek) {
  Scale scale(tree, peek);
  std::vector<ArchiveOddity> split = scale.disguised(), look;
  for (const Oddity& one : tree.oddities) {
    const Weight weight = scale.of(one);
    std::vector<ArchiveOddity>& place = weight == Weight::split ? split : look;
    if (weight != Weight::none && place.size() < kMostTold) place.push_back({one.kind, weight, one.path, one.detail});
    if (split.size() == kMostTold) break;
  }
  split.insert(split.end(), look.begin(), look.end());
  split.resize(std::min(split.size(), kMostTold));
  return split;
}

}  // namespace cordon::gate
