#include "inventory/pypi/requirements.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "inventory/npm/location.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/pypi/manifest.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/requirement.h"
#include "inventory/pypi/requirement_files.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::size_t kFewBroken = 10;  // up to here a file may have more broken lines than others

// The name behind "#egg=".
std::string egg_of(std::string_view address) {
  const std::size_t egg = address.find("egg=");
  if (address.find('#') == std::string_view::npos || egg == std::string_view::npos) return {};
  std::string_view name = address.substr(egg + 4);
  name = name.substr(0, name.find_first_of("&[ "));
  return is_name(name) ? normal_name(name) : std::string();
}

// "name" of "git+https://host/owner/name.git@v1#subdirectory=a".
std::string repository_name(std::string_view address) {
  address = address.substr(0, address.find('#'));
  std::string_view name = address.substr(address.rfind('/') + 1);
  name = name.substr(0, name.find('@'));
  if (name.ends_with(".git")) name.remove_suffix(4);
  return is_name(name) ? normal_name(name) : std::string();
}

bool is_address(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.starts_with("git+");
}

// As pip tells a path from a name.
bool is_path(std::string_view text) {
  const std::string_view bare = text.substr(0, text.find_first_of("[ "));
  const std::size_t operation = text.find_first_of("=<>!~;@");
  if (text.starts_with('.') || bare.find_first_of("/\\") < std::min(operation, bare.size())) return true;
  return operation >= bare.size() && archive_kind(bare) != ArchiveKind::other;
}

class Requirements {
 public:
  Requirements(RequirementFiles files, std::vector<model::FileUnread> unread, const ReadContext& context)
      : files_(std::move(files)), builder_(context, "requirements.txt") {
    builder_.inventory().unread = std::move(unread);
  }

  Result<model::Inventory> read() {
    take_indexes();
    root_ = builder_.add_root("", "", model::RootKind::project, {builder_.context().display_path, 1});
    for (const RequirementEntry& entry : files_.entries)
      if (entry.constraint) constraint(entry);
    for (const RequirementEntry& entry : files_.entries)
      if (!entry.constraint) requirement(entry);
    if (broken_ >= kFewBroken && broken_ > asked_)
      return fail(ErrorCode::syntax, "most of its lines are no requirements, this one first", first_broken_);
    join();
    say_what_is_unknown();
    return builder_.finish();
  }

 private:
  struct Placed {
    std::optional<NodeRef> node;  // none where no version is pinned
    std::string name;
    const RequirementEntry* entry;
    std::string range;
  };

  // Of several indexes one that is not private: pip takes the highest version of all, so one is enough.
  void take_indexes() {
    std::string main;
    std::vector<std::string> all;
    bool none = false;
    for (const LineOption& option : files_.options) {
      if (option.name == "--index-url") main = option.value;
      else if (option.name == "--extra-index-url") all.push_back(option.value);
      else if (option.name == "--no-index") none = true;
      else if (index_.empty()) links_ = option.value;
    }
    if (none) {
      index_ = links_.empty() ? std::string(".") : links_;
      return;
    }
    all.insert(all.begin(), main);
    const auto open = std::ranges::find_if(all, [&](const std::string& address) {
      return builder_.context().registries->classify("pypi", address, "").class_ != model::RegistryClass::private_;
    });
    index_ = open == all.end() ? main : *open;
  }

  void broken(const RequirementEntry& entry, std::string_view text, const Error& error) {
    if (broken_++ == 0) first_broken_ = entry.display_path == builder_.context().display_path ? entry.line.line : 0;
    note(entry, error.code, "not a requirement: " + text::visible(text, 80) + ": " + text::visible(error.message, 120));
  }

  void note(const RequirementEntry& entry, ErrorCode code, std::string reason, bool incomplete = true) {
    if (entry.display_path == builder_.context().display_path)
      return builder_.unread().add(entry.line.line, code, std::move(reason), incomplete);
    std::vector<model::FileUnread>& unread = builder_.inventory().unread;
    if (unread.size() < UnreadList::kMaxEntries)
      unread.push_back(
          {entry.display_path, entry.line.line, std::string(to_string(code)), std::move(reason), incomplete});
  }

  // What pins a version for whoever asks for the package.
  void constraint(const RequirementEntry& entry) {
    if (entry.line.text.empty()) return;
    const auto read = parse_requirement(entry.line.text);
    if (!read) return broken(entry, entry.line.text, read.error());
    if (!read->exact_version().empty()) constraints_.try_emplace(read->name, &entry, read->specifiers);
  }

  void requirement(const RequirementEntry& entry) {
    for (const LineOption& option : entry.line.options) {
      if (option.name == "--editable") address(entry, option.value);
      else if (option.name != "--hash" && !(option.name == "--config-settings" || option.name == "--global-option"))
        note(entry, ErrorCode::unknown_key, "an option that is not understood: " + text::visible(option.name, 80));
    }
    if (entry.line.text.empty()) return;
    const std::string_view text = entry.line.text;
    if (is_address(text) && text.find('@') > text.find("://")) return address(entry, text);
    if (is_path(text)) return address(entry, text);
    const auto read = parse_requirement(text);
    if (!read) return broken(entry, text, read.error());
    ++asked_;
    model::Component component = begin(entry, read->name);
    if (!read->url.empty()) {
      from_address(component, read->url);
      return place(std::move(component), entry, read->specification());
    }
    component.version = read->exact_version();
    if (const auto pinned = constraints_.find(read->name); component.version.empty() && pinned != constraints_.end()) {
      component.version = exact_version(pinned->second.second);
      digests(*pinned->second.first, component);
    }
    if (component.version.empty()) {
      ++unpinned_;
      placed_.push_back({std::nullopt, read->name, &entry, read->specifiers});
      return;
    }
    digests(entry, component);
    component.origin = model::Origin::registry;
    if (!index_.empty()) component.resolved = index_;
    place(std::move(component), entry, read->specifiers);
  }

  model::Component begin(const RequirementEntry& entry, std::string name) const {
    model::Component component;
    component.name = std::move(name);
    component.place = {entry.display_path, entry.line.line};
    component.install_script = model::InstallScript::unknown;
    return component;
  }

  void digests(const RequirementEntry& entry, model::Component& component) {
    Archives archives;
    for (const LineOption& option : entry.line.options)
      if (option.name == "--hash" && !archives.add({}, option.value))
        note(entry, ErrorCode::invalid_value,
             "a digest that nothing is compared with: " + text::visible(option.value, 80), false);
    for (const std::string& sri : archives.integrity()) component.integrity.push_back(sri);
    has_digests_ = has_digests_ || !archives.integrity().empty();
  }

  void from_address(model::Component& component, std::string_view url) {
    const bool on_disk = url.starts_with("file:") || !is_address(url);
    if (!on_disk) return take_address(component, url, builder_.context());
    while (url.starts_with("file:") || url.starts_with("//")) url.remove_prefix(url.starts_with("//") ? 2 : 5);
    take_path(component, url.substr(0, url.find('#')), builder_.inventory(), builder_.context());
  }

  // An address or a path that stands alone: its name is behind "#egg=", in the archive's or in the folder's.
  void address(const RequirementEntry& entry, std::string_view text) {
    ++asked_;
    text = text.substr(0, text.find(" ;"));
    if (text.empty()) return note(entry, ErrorCode::missing_field, "an option without its value");
    text = text.substr(0, text.find_first_of(" \t"));
    std::string rebased;
    model::Component component = begin(entry, egg_of(text));
    const bool remote = is_address(text) && !text.starts_with("file:");
    if (!remote && !text.starts_with("file:")) {
      if (const std::size_t extras = text.rfind('['); text.ends_with(']') && extras != std::string_view::npos)
        text = text.substr(0, extras);
      rebased = npm::join_location(entry.location, text);
      text = rebased;
    }
    const bool named = !component.name.empty();
    if (!named) component.name = archive_name(text).name;
    from_address(component, text);
    if (!named && component.version.empty()) component.version = archive_name(text).version;
    if (component.name.empty()) component.name = remote ? repository_name(text) : folder_name(rebased);
    if (component.name.empty())
      return note(entry, ErrorCode::missing_field, "no package is named: " + text::visible(text, 120));
    digests(entry, component);
    place(std::move(component), entry, "@ " + std::string(text));
  }

  // A folder's project is called what it says itself, else what the folder is called.
  const std::string& folder_name(const std::string& location) {
    const std::string inside = npm::join_location(builder_.context().directory, location);
    std::string& name = folder_names_[inside];
    if (!name.empty()) return name;
    const bool outside = inside == ".." || inside.starts_with("../") || inside.starts_with('/');
    if (!outside) name = name_of_project(inside);
    const std::string_view last = std::string_view(inside).substr(inside.rfind('/') + 1);
    if (name.empty()) name = is_name(last) ? normal_name(last) : "project";
    return name;
  }

  std::string name_of_project(const std::string& folder) const {
    const ReadContext& context = builder_.context();
    if (context.tree == nullptr) return {};
    const std::string path = folder.empty() ? "pyproject.toml" : folder + "/pyproject.toml";
    Result<std::string> text = context.tree->read(path, context.limits.bytes);
    if (!text) return {};
    const auto manifest = parse_pyproject(std::move(*text), context.limits);
    return manifest ? manifest->name : std::string();
  }

  void declare(const RequirementEntry& entry, const std::string& name, const std::string& range) {
    builder_.root(root_).declared.push_back(
        {name, range, model::EdgeKind::runtime, {entry.display_path, entry.line.line}});
  }

  void place(model::Component component, const RequirementEntry& entry, std::string range) {
    const std::string source = component.origin == model::Origin::registry ? "" : component.resolved.value_or("");
    std::string name = component.name;
    const NodeRef node = builder_.add(std::move(component), source);
    placed_.push_back({node, std::move(name), &entry, std::move(range)});
    ++pinned_;
    has_via_ = has_via_ || !entry.line.via.empty();
  }

  void join() {
    for (const Placed& each : placed_) {
      if (!each.node) {
        declare(*each.entry, each.name, each.range);
        continue;
      }
      const model::Component& component = builder_.inventory().components[each.node->index];
      const Asked asked{.name = component.name,
                        .range = {},
                        .version = component.version,
                        .source = component.origin == model::Origin::registry ? "" : component.resolved.value_or("")};
      bool joined = false;
      std::unordered_set<std::string> names;  // only a hostile file repeats them
      for (const std::string& via : each.entry->line.via) {
        if (via.starts_with("-c ")) continue;
        const std::string name = normal_name(std::string_view(via).substr(0, via.find_first_of(" [(")));
        const bool of_package = !via.starts_with("-") && via.find('(') == std::string::npos && placed(name);
        if (!of_package || !names.insert(name).second) continue;
        for (const NodeRef from : named_.at(name)) builder_.ask(from, asked);
        joined = true;
      }
      const bool direct = std::ranges::any_of(each.entry->line.via, [](const std::string& via) {
        return via.starts_with("-r ") || via.find('(') != std::string::npos;
      });
      if (direct || !joined) {
        declare(*each.entry, each.name, each.range);
        Asked of_root = asked;
        of_root.range = each.range;
        builder_.ask(root_, std::move(of_root));
      }
    }
  }

  bool placed(const std::string& name) {
    if (named_.empty())
      for (const Placed& each : placed_) {
        if (!each.node) continue;
        std::vector<NodeRef>& list = named_[each.name];
        if (list.size() < LockBuilder::kMostMeant) list.push_back(*each.node);
      }
    return named_.contains(name);
  }

  void say_what_is_unknown() {
    const bool whole = has_via_ || has_digests_ || files_.is_compiled;
    if (unpinned_ != 0)
      builder_.unread().add(0, "ranges_only",
                            std::to_string(unpinned_) + " of " + std::to_string(asked_) +
                                " requirements name no exact version: the next install chooses it");
    if (whole && !has_via_ && pinned_ > 1)
      builder_.unread().add(0, "no_edges", "it does not say which package needs which", false);
    if (whole || asked_ == 0) return;
    builder_.unread().add(0, "indirect_missing",
                          "it may leave out what its packages need: the next install chooses that");
    builder_.inventory().members.clear();  // what such a folder asks for is not here either
  }

  RequirementFiles files_;
  LockBuilder builder_;
  NodeRef root_;
  std::string index_, links_;
  std::unordered_map<std::string, std::pair<const RequirementEntry*, std::string>> constraints_;
  std::unordered_map<std::string, std::string> folder_names_;
  std::vector<Placed> placed_;
  std::unordered_map<std::string, std::vector<NodeRef>> named_;
  std::size_t asked_ = 0, broken_ = 0, pinned_ = 0, unpinned_ = 0;
  std::uint32_t first_broken_ = 0;
  bool has_via_ = false, has_digests_ = false;
};

}  // namespace

Result<model::Inventory> read_requirements(std::string text, const ReadContext& context) {
  std::vector<model::FileUnread> unread;
  RequirementFiles files = TRY(read_requirement_files(text, context, unread));
  return Requirements(std::move(files), std::move(unread), context).read();
}

}  // namespace cordon::inventory::pypi
