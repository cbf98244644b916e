// A bare repository that the input describes, in a folder of this machine: opened, resolved, walked, read. Nothing of
// the folder beside it is ever given, whatever links, alternates and names of other places the input writes.
//
// A line "=== KIND" begins an item:
//   blob, tree, commit, tag   an object of what follows, rightly named; %N in it becomes the name of item N, $N its
//   bytes pack KIND [N]             an entry of a pack, of the kind by its number; of a delta, N is its base file PATH,
//   link PATH TO   whatever may lie in a repository revision                  what is asked for
#include <stdlib.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "check_document.h"
#include "git/commit_tree.h"
#include "git/default_base.h"
#include "git/history.h"
#include "git/merge_base.h"
#include "git/revision.h"
#include "git/testing_objects.h"

using namespace cordon;
using namespace cordon::git;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSecret = "what lies beside the repository";
constexpr std::size_t kMostItems = 64, kMostSteps = 400, kMostCommits = 12;

struct Item {
  std::vector<std::string> words;
  std::string content;
  std::string name;  // of an object: 40 digits
};

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    if (blank > 0) words.emplace_back(line.substr(0, blank));
    line.remove_prefix(std::min(blank + 1, line.size()));
  }
  return words;
}

std::vector<Item> items_of(std::string_view input) {
  constexpr std::string_view kStart = "=== ";
  std::vector<Item> items;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view line = input.substr(0, end);
    if (line.starts_with(kStart)) {
      if (items.size() >= kMostItems) break;
      items.push_back({words_of(line.substr(kStart.size())), {}, {}});
      if (items.back().words.empty()) items.pop_back();
    } else if (!items.empty()) {
      items.back().content.append(input.substr(0, std::min(end + 1, input.size())));
    }
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  return items;
}

const Item* item_at(const std::vector<Item>& items, char digit) {
  const auto at = static_cast<std::size_t>(static_cast<unsigned char>(digit) - '0');
  return at < items.size() && !items[at].name.empty() ? &items[at] : nullptr;
}

// With names of earlier items put in.
std::string filled(const std::vector<Item>& items, std::string_view content) {
  std::string out;
  for (std::size_t at = 0; at < content.size(); ++at) {
    const bool refers = (content[at] == '%' || content[at] == '$') && at + 1 < content.size();
    const Item* const item = refers ? item_at(items, content[at + 1]) : nullptr;
    if (item == nullptr) out += content[at];
    else out += content[at++] == '%' ? item->name : testing::raw_id(item->name);
  }
  return out;
}

bool stays_below(std::string_view path) {
  return !path.empty() && !path.starts_with('/') && path.find("..") == std::string_view::npos && path.size() < 200 &&
         path.find('\0') == std::string_view::npos;
}

void write_at(const fs::path& path, std::string_view content) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (fs::exists(fs::symlink_status(path, error))) return;
  std::ofstream(path, std::ios::binary) << content;
}

void write_object(const fs::path& folder, Item& item, std::string_view content) {
  const std::string bytes = testing::with_header(item.words[0], content);
  item.name = sha1_hex(bytes);
  write_at(folder / "objects" / item.name.substr(0, 2) / item.name.substr(2), testing::packed(bytes));
}

void add_to_pack(testing::PackBuilder& pack, const std::vector<Item>& items, Item& item, std::size_t at,
                 std::map<std::string, std::uint64_t>& offsets, const std::string& content) {
  const unsigned kind = item.words.size() > 1 ? static_cast<unsigned char>(item.words[1][0]) & 7 : 3;
  const Item* const base = item.words.size() > 2 ? item_at(items, item.words[2][0]) : nullptr;
  constexpr const char* kTypes[] = {"", "commit", "tree", "blob", "tag"};
  item.name = kind >= 1 && kind <= 4 ? sha1_hex(testing::with_header(kTypes[kind], content))
                                     : std::string(40, "0123456789abcdef"[at % 16]);
  std::string before;
  if (kind == 6 && base != nullptr)
    before = std::string(1, static_cast<char>((pack.size() - offsets[base->name]) & 0x7f));
  // A delta of itself, where no other one is named.
  if (kind == 7) before = testing::raw_id(base != nullptr ? base->name : item.name);
  offsets[item.name] = pack.add(item.name, kind, content, before);
}

// Writes it all; gives what is to be asked for.
std::vector<std::string> write_repository(const fs::path& folder, std::vector<Item>& items) {
  std::vector<std::string> revisions{"HEAD", "HEAD~1", "main", "1111"};
  testing::PackBuilder pack;
  std::map<std::string, std::uint64_t> offsets;
  for (std::size_t at = 0; at < items.size(); ++at) {
    Item& item = items[at];
    const std::string& kind = item.words[0];
    const std::string content = filled(items, item.content);
    const bool has_path = item.words.size() > 1 && stays_below(item.words[1]);
    std::error_code error;
    if (kind == "blob" || kind == "tree" || kind == "commit" || kind == "tag") {
      // The line's end before the next item is none of the object's.
      write_object(folder, item,
                   std::string_view(content).substr(0, content.size() - (content.ends_with('\n') ? 1 : 0)));
      if (kind == "commit" || kind == "tag") revisions.push_back(item.name);
    } else if (kind == "pack") {
      add_to_pack(pack, items, item, at, offsets, content);
      revisions.push_back(item.name);
    } else if (kind == "file" && has_path) {
      write_at(folder / item.words[1], content);
    } else if (kind == "link" && has_path && item.words.size() > 2 && item.words[2].find('\0') == std::string::npos) {
      fs::create_directories((folder / item.words[1]).parent_path(), error);
      fs::create_symlink(item.words[2], folder / item.words[1], error);
    } else if (kind == "revision") {
      revisions.push_back(content.substr(0, content.size() - (content.ends_with('\n') ? 1 : 0)));
    }
  }
  if (!offsets.empty()) {
    write_at(folder / "objects/pack/pack-1.pack", pack.pack());
    write_at(folder / "objects/pack/pack-1.idx", pack.index());
  }
  return revisions;
}

template <class T>
bool good(const Result<T>& result) {
  if (result) return true;
  fuzz::expect(!result.error().message.empty() && fuzz::is_visible(result.error().message));
  fuzz::expect(result.error().code != ErrorCode::internal);
  return false;
}

void check_file(const FileTree& tree, const std::string& path) {
  const auto content = tree.read(path, 1 << 16);
  if (!good(content)) return;
  fuzz::expect(content->size() <= 1 << 16 && content->find(kSecret) == std::string::npos);
  fuzz::expect(tree.read(path, 1 << 16).value() == *content);
  if (content->size() > 1) fuzz::expect(tree.read(path, content->size() - 1).error().code == ErrorCode::too_large);
}

// Folders may be the same in each other, again and again: the steps are counted.
void walk(const FileTree& tree, const std::string& path, std::size_t& steps) {
  const auto entries = tree.list(path);
  if (!good(entries)) return;
  std::string before;
  for (const DirectoryEntry& entry : *entries) {
    if (++steps > kMostSteps) return;
    fuzz::expect(!entry.name.empty() && entry.name.find('/') == std::string::npos && entry.name != "." &&
                 entry.name != "..");
    fuzz::expect(before.empty() || before < entry.name);
    before = entry.name;
    const std::string inside = path.empty() ? entry.name : path + "/" + entry.name;
    if (const auto info = tree.info(inside); good(info)) fuzz::expect(info->kind == entry.kind);
    fuzz::expect(tree.read_link(inside).has_value() || entry.kind != EntryKind::symlink ||
                 good(tree.read_link(inside)) == false);
    if (entry.kind == EntryKind::symlink) {
      const auto end = tree.link_end(inside);
      if (good(end) && end->inside && !end->inside->empty())
        fuzz::expect(tree.info(*end->inside).value().kind == end->kind);
    }
    check_file(tree, inside);
    if (entry.kind == EntryKind::directory) walk(tree, inside, steps);
  }
}

void check_history(const Repository& repository, const Commit& commit) {
  const std::vector<std::string> paths{"a", "a/b", "package-lock.json", ""};
  const HistoryLimits limits{.commits = 50, .versions = 3};
  const History history = history_of(repository, commit, paths, limits);
  fuzz::expect(history.paths.size() == paths.size() && history.commits <= limits.commits);
  fuzz::expect((history.end == HistoryEnd::damaged) == history.why.has_value());
  for (const PathHistory& path : history.paths) {
    fuzz::expect(path.versions.size() <= limits.versions);
    std::set<ObjectId> blobs;
    for (const Version& version : path.versions) fuzz::expect(blobs.insert(version.blob).second);
  }
}

void check_repository(const fs::path& folder, const std::vector<std::string>& revisions) {
  const auto location = locate_repository(folder.string());
  if (!good(location)) return;
  const std::string inside = folder.string();
  for (const std::string& path : location->paths()) fuzz::expect(path.starts_with(inside));
  const auto repository = Repository::open(*location, {.bytes = 1 << 20, .chain = 64, .packs = 8});
  if (!good(repository)) return;
  std::vector<Commit> commits;
  for (const std::string& revision : revisions) {
    const auto commit = resolve(*repository, revision);
    if (good(commit) && commits.size() < kMostCommits) commits.push_back(*commit);
  }
  good(default_base(*repository, [&](std::string_view) { return revisions.back(); }));
  good(default_base(*repository, [](std::string_view) { return std::string(); }));
  std::size_t steps = 0;
  for (const Commit& commit : commits) {
    good(merge_base(*repository, commits.front(), commit));
    check_history(*repository, commit);
    const auto tree = open_commit(*repository, commit, "");
    if (good(tree)) walk(**tree, "", steps);
    const auto below = open_commit(*repository, commit, "a");
    if (good(below)) walk(**below, "", steps);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<Item> items = items_of(std::string_view(reinterpret_cast<const char*>(data), size));
  std::error_code error;
  std::string name = fs::is_directory("/dev/shm", error) ? "/dev/shm/cordon-fuzz-XXXXXX" : "/tmp/cordon-fuzz-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return 0;
  const fs::path home = fs::canonical(name, error), folder = home / "repository";
  for (const char* part : {"objects/pack", "objects/info", "refs/heads"}) fs::create_directories(folder / part, error);
  // Beside it: an object that an input can name, and a file that it can link to.
  const std::string secret = testing::with_header("blob", kSecret), secret_name = sha1_hex(secret);
  write_at(home / "outside/objects" / secret_name.substr(0, 2) / secret_name.substr(2), testing::packed(secret));
  write_at(home / "outside/file", kSecret);
  const std::vector<std::string> revisions = write_repository(folder, items);
  write_at(folder / "HEAD", "ref: refs/heads/main\n");
  check_repository(folder, revisions);
  fs::remove_all(home, error);
  return 0;
}
