#include "git/object_database.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <algorithm>
#include <cstring>
#include <mutex>

#include "base/text.h"
#include "git/object_store.h"

namespace cordon::git {
namespace {

constexpr ssize_t kCacheBytes = 64 << 20;
constexpr int kMostTags = 16;  // tags of tags
constexpr unsigned kModeKind = 0170000, kModeTree = 0040000, kModeFile = 0100000, kModeLink = 0120000;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* handle) const {
    Free(handle);
  }
};
using OdbHandle = std::unique_ptr<git_odb, Freed<git_odb_free>>;
using RepositoryHandle = std::unique_ptr<git_repository, Freed<git_repository_free>>;
using OdbObject = std::unique_ptr<git_odb_object, Freed<git_odb_object_free>>;

git_oid to_git(const ObjectId& id) {
  git_oid oid;
  std::memcpy(oid.id, id.bytes.data(), id.bytes.size());
  return oid;
}

ObjectId from_git(const git_oid& oid) {
  ObjectId id;
  std::memcpy(id.bytes.data(), oid.id, id.bytes.size());
  return id;
}

git_object_t to_git(ObjectType type) { return static_cast<git_object_t>(type); }

// Settings of the user or the machine are nobody's business here: the paths at which libgit2 would look are emptied.
Result<void> start_libgit2() {
  static const bool started = [] {
    if (git_libgit2_init() < 0) return false;
    bool good = true;
    for (const int level :
         {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL})
      good = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "") == 0 && good;
    good = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0) == 0 && good;
    good = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1) == 0 && good;
    return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, kCacheBytes) == 0 && good;
  }();
  if (!started) return fail(ErrorCode::system, "libgit2 does not start");
  return {};
}

// What libgit2 asks for objects. It is asked by one thread at a time (State::mutex).
struct Backend {
  git_odb_backend parent{};  // first: libgit2 hands this back
  ObjectStore store;
  std::optional<Error> error;  // why the last object was not given
};

int to_git(Backend& backend, Error error) {
  const int code = error.code == ErrorCode::not_found ? GIT_ENOTFOUND : GIT_ERROR;
  git_error_set_str(GIT_ERROR_ODB, error.message.c_str());
  backend.error = std::move(error);
  return code;
}

int read_for_git(void** data, std::size_t* size, git_object_t* type, git_odb_backend* parent, const git_oid* oid) {
  Backend& backend = *reinterpret_cast<Backend*>(parent);
  Result<RawObject> object = backend.store.read(from_git(*oid));
  if (!object) return to_git(backend, std::move(object.error()));
  void* const copy = git_odb_backend_data_alloc(parent, object->bytes.size() + 1);
  if (copy == nullptr) return GIT_ERROR;
  std::memcpy(copy, object->bytes.c_str(), object->bytes.size() + 1);  // libgit2 reads on to a NUL
  *data = copy;
  *size = object->bytes.size();
  *type = to_git(object->type);
  return 0;
}

int header_for_git(std::size_t* size, git_object_t* type, git_odb_backend* parent, const git_oid* oid) {
  Backend& backend = *reinterpret_cast<Backend*>(parent);
  Result<ObjectHeader> header = backend.store.header(from_git(*oid));
  if (!header) return to_git(backend, std::move(header.error()));
  *size = static_cast<std::size_t>(header->size);
  *type = to_git(header->type);
  return 0;
}

EntryKind kind_of(unsigned mode) {
  switch (mode & kModeKind) {
    case kModeTree: return EntryKind::directory;
    case kModeFile: return EntryKind::file;
    case kModeLink: return EntryKind::symlink;
    default: return EntryKind::other;
  }
}

// git itself checks none of these out.
bool is_file_name(std::string_view name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string_view::npos) return false;
  constexpr std::string_view kGit = ".git";
  return !std::ranges::equal(name, kGit, {},
                             [](char at) { return at >= 'A' && at <= 'Z' ? static_cast<char>(at + 32) : at; });
}

}  // namespace

struct ObjectDatabase::State {
  Backend backend;
  std::uint64_t most_bytes = 0;
  OdbHandle odb;
  RepositoryHandle repository;  // of objects alone: no folder, no references, no configuration
  std::mutex mutex;

  // Why the last call to libgit2 failed. What it does not find without having asked us is of another kind.
  std::unexpected<Error> error(int code, const ObjectId& id) {
    if (backend.error) return std::unexpected(*std::exchange(backend.error, std::nullopt));
    const git_error* const said = git_error_last();
    const std::string reason = said == nullptr ? "cannot be read" : text::visible(said->message);
    const ErrorCode missing = id == ObjectId{} ? ErrorCode::not_found : ErrorCode::wrong_type;
    return fail(code == GIT_ENOTFOUND ? missing : ErrorCode::syntax, "object " + to_hex(id) + ": " + reason);
  }

  Result<ObjectHeader> header(const ObjectId& id) {
    const git_oid oid = to_git(id);
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    backend.error.reset();
    if (const int code = git_odb_read_header(&size, &type, odb.get(), &oid); code != 0) return error(code, id);
    return ObjectHeader{static_cast<ObjectType>(type), size};
  }

  // The object, of this kind.
  Result<OdbObject> read(const ObjectId& id, ObjectType type) {
    const git_oid oid = to_git(id);
    git_odb_object* object = nullptr;
    backend.error.reset();
    if (const int code = git_odb_read(&object, odb.get(), &oid); code != 0) return error(code, id);
    OdbObject owned(object);
    if (git_odb_object_type(object) != to_git(type))
      return fail(ErrorCode::wrong_type, "object " + to_hex(id) + " is no " + std::string(to_string(type)));
    return owned;
  }

  // The object taken apart by libgit2; the caller owns it.
  template <class T, class Lookup>
  Result<T*> look_up(const ObjectId& id, Lookup lookup) {
    const git_oid oid = to_git(id);
    T* found = nullptr;
    backend.error.reset();
    if (const int code = lookup(&found, repository.get(), &oid); code != 0) return error(code, id);
    return found;
  }
};

ObjectDatabase::ObjectDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}
ObjectDatabase::ObjectDatabase(ObjectDatabase&&) noexcept = default;
ObjectDatabase& ObjectDatabase::operator=(ObjectDatabase&&) noexcept = default;
ObjectDatabase::~ObjectDatabase() = default;

Result<ObjectDatabase> ObjectDatabase::open(const std::vector<std::string>& folders, const ObjectLimits& limits) {
  TRY(start_libgit2());
  auto state = std::make_unique<State>();
  state->most_bytes = limits.bytes;
  state->backend.store = TRY(ObjectStore::open(folders, limits));
  git_odb* odb = nullptr;
  git_repository* repository = nullptr;
  git_odb_backend& backend = state->backend.parent;
  if (git_odb_init_backend(&backend, GIT_ODB_BACKEND_VERSION) != 0 || git_odb_new(&odb) != 0)
    return fail(ErrorCode::system, "libgit2 makes no object database");
  state->odb.reset(odb);
  backend.read = read_for_git;
  backend.read_header = header_for_git;
  backend.free = [](git_odb_backend*) {};  // State owns it, and outlives the database
  if (git_odb_add_backend(odb, &backend, 1) != 0 || git_repository_wrap_odb(&repository, odb) != 0)
    return fail(ErrorCode::system, "libgit2 makes no repository");
  state->repository.reset(repository);
  return ObjectDatabase(std::move(state));
}

Result<Commit> ObjectDatabase::commit(const ObjectId& id) const {
  const std::scoped_lock lock(state_->mutex);
  const std::unique_ptr<git_commit, Freed<git_commit_free>> found(
      TRY(state_->look_up<git_commit>(id, git_commit_lookup)));
  Commit commit{id, from_git(*git_commit_tree_id(found.get())), {}, git_commit_time(found.get())};
  const unsigned count = git_commit_parentcount(found.get());
  for (unsigned at = 0; at < count; ++at) commit.parents.push_back(from_git(*git_commit_parent_id(found.get(), at)));
  return commit;
}

Result<Tree> ObjectDatabase::tree(const ObjectId& id) const {
  const std::scoped_lock lock(state_->mutex);
  const std::unique_ptr<git_tree, Freed<git_tree_free>> found(TRY(state_->look_up<git_tree>(id, git_tree_lookup)));
  Tree tree;
  const std::size_t count = git_tree_entrycount(found.get());
  tree.reserve(count);
  for (std::size_t at = 0; at < count; ++at) {
    const git_tree_entry* const entry = git_tree_entry_byindex(found.get(), at);
    const std::string_view name = git_tree_entry_name(entry);
    if (!is_file_name(name))
      return fail(ErrorCode::syntax,
                  "tree " + to_hex(id) + " has a name that no file can have: " + text::visible(name));
    tree.push_back(
        {std::string(name), kind_of(git_tree_entry_filemode_raw(entry)), from_git(*git_tree_entry_id(entry))});
  }
  std::ranges::sort(tree, {}, &TreeEntry::name);
  const auto twice = std::ranges::adjacent_find(tree, {}, &TreeEntry::name);
  if (twice != tree.end())
    return fail(ErrorCode::syntax, "tree " + to_hex(id) + " has a name twice: " + text::visible(twice->name));
  return tree;
}

Result<std::optional<TreeEntry>> ObjectDatabase::entry(const ObjectId& tree, std::string_view name) const {
  const std::scoped_lock lock(state_->mutex);
  const OdbObject object = TRY(state_->read(tree, ObjectType::tree));
  std::string_view rest(static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get()));
  // Each entry is a mode in octal, a blank, a name, a NUL, and 20 bytes of id: gitformat-object.
  while (!rest.empty()) {
    const std::size_t blank = rest.find(' '), end = rest.find('\0');
    if (blank == std::string_view::npos || end == std::string_view::npos || blank > end || rest.size() - end <= 20)
      return fail(ErrorCode::syntax, "tree " + to_hex(tree) + " is damaged");
    if (rest.substr(blank + 1, end - blank - 1) == name) {
      TreeEntry found{std::string(name), EntryKind::other, {}};
      unsigned mode = 0;
      for (const char digit : rest.substr(0, blank)) mode = mode << 3 | (static_cast<unsigned>(digit) & 7);
      found.kind = kind_of(mode);
      std::memcpy(found.id.bytes.data(), rest.data() + end + 1, found.id.bytes.size());
      return found;
    }
    rest.remove_prefix(end + 1 + 20);
  }
  return std::nullopt;
}

Result<std::string> ObjectDatabase::blob(const ObjectId& id, std::uint64_t max_bytes) const {
  const std::scoped_lock lock(state_->mutex);
  if (TRY(state_->header(id)).size > std::min(max_bytes, state_->most_bytes))
    return fail(ErrorCode::too_large,
                "larger than " + std::to_string(std::min(max_bytes, state_->most_bytes)) + " bytes");
  const OdbObject object = TRY(state_->read(id, ObjectType::blob));
  return std::string(static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get()));
}

Result<ObjectHeader> ObjectDatabase::header(const ObjectId& id) const {
  const std::scoped_lock lock(state_->mutex);
  return state_->header(id);
}

Result<Commit> ObjectDatabase::peel_to_commit(ObjectId id) const {
  for (int tags = 0; tags <= kMostTags; ++tags) {
    if (TRY(header(id)).type != ObjectType::tag) return commit(id);
    const std::scoped_lock lock(state_->mutex);
    const std::unique_ptr<git_tag, Freed<git_tag_free>> tag(TRY(state_->look_up<git_tag>(id, git_tag_lookup)));
    id = from_git(*git_tag_target_id(tag.get()));
  }
  return fail(ErrorCode::too_deep, "tags of tags without end");
}

std::vector<ObjectId> ObjectDatabase::with_prefix(std::string_view digits, std::size_t most) const {
  const std::scoped_lock lock(state_->mutex);
  return state_->backend.store.with_prefix(digits, most);
}

const std::vector<std::string>& ObjectDatabase::problems() const { return state_->backend.store.problems(); }

}  // namespace cordon::git
