#include "app/pin_lockfile.h"

#include <algorithm>
#include <iterator>

#include "app/fix_edits.h"
#include "app/fix_graph.h"
#include "app/known_malware.h"
#include "app/line_diff.h"
#include "app/pin_digests.h"
#include "app/pin_graph.h"
#include "app/pin_ranges.h"
#include "app/read_changed.h"
#include "base/credentials.h"
#include "base/sha256.h"
#include "base/yaml.h"
#include "change/rewrite/manifest.h"
#include "inventory/npm/specifier.h"

namespace cordon::app {
namespace {

std::string joined(std::string_view directory, std::string_view name) {
  if (directory.empty() || name.empty()) return std::string(directory) + std::string(name);
  return std::string(directory) + "/" + std::string(name);
}

class LockfilePinner {
 public:
  LockfilePinner(const PinContext& context, const model::Inventory& lockfile, std::vector<model::FileUnread>& unread)
      : context_(context), lockfile_(lockfile), unread_(unread) {
    inside_ = joined(context.found->directory, lockfile.path.substr(lockfile.path.rfind('/') + 1));
    plan_.report.path = lockfile.path;
    plan_.report.format = lockfile.format;
  }

  PinPlan run() {
    if (const Result<void> done = plan(); !done) {
      plan_.files.clear();
      plan_.report.ranges.clear();
      plan_.report.digests.clear();
      plan_.report.files.clear();
      plan_.report.refused = done.error().describe();
    }
    return std::move(plan_);
  }

 private:
  Result<void> plan() {
    const auto kind = lockfile_kind(lockfile_.format);
    if (!kind)
      return fail(ErrorCode::unsupported_format, "lockfiles of the format " + lockfile_.format + " are not rewritten");
    kind_ = *kind;
    if (!lockfile_.conflicts.empty())
      return fail(ErrorCode::conflict_markers, "the lockfile has an unresolved merge conflict",
                  lockfile_.conflicts.front().line);
    for (const KnownMalware& bad : known_malware(lockfile_, *context_.settings->registries, *context_.knowledge))
      return fail(ErrorCode::refused, bad.name + " " + bad.version +
                                          " is known to be bad, and pinning would keep it: "
                                          "'cordon fix' takes it back");
    text_ = TRY(context_.raw->read(inside_, context_.settings->limits.bytes));
    TRY(read_manifests());
    PinRanges ranges = pin_ranges(lockfile_, kind_, manifests_, context_.all);
    PinDigests digests = pin_digests(lockfile_, known_digests(), context_.sources->caches);
    plan_.report.left = std::move(missing_);
    std::ranges::move(ranges.left, std::back_inserter(plan_.report.left));
    TRY(look_into_catalogs());
    std::ranges::move(digests.left, std::back_inserter(plan_.report.left));
    if (ranges.pinned.empty() && digests.pinned.empty()) return {};
    TRY(rewrite_all(ranges, digests));
    TRY(prove(ranges, digests));
    plan_.report.ranges = std::move(ranges.pinned);
    plan_.report.digests = std::move(digests.pinned);
    for (auto& [inside, after] : changed_) {
      const std::string before = TRY(context_.raw->read(inside, context_.settings->limits.bytes));
      if (before == after) continue;
      plan_.report.files.push_back(pinned_file(context_.target->display(inside), before, after));
      plan_.files.push_back({inside, before, std::move(after)});
    }
    return {};
  }

  Result<void> read_manifests() {
    for (const std::string& folder : project_folders(lockfile_, kind_)) {
      const std::string inside = joined(joined(context_.found->directory, folder), "package.json");
      auto text = context_.raw->read(inside, context_.settings->limits.bytes);
      // A lockfile that stands alone, or a member that is a folder elsewhere.
      if (!text && (text.error().code == ErrorCode::not_found || text.error().code == ErrorCode::outside_root)) {
        if (text.error().code == ErrorCode::not_found && may_ask_for_ranges(folder))
          missing_.push_back({lockfile_.path,
                              0,
                              folder,
                              {},
                              "not_resolved",
                              "the package.json that it was made from is missing" +
                                  (folder.empty() ? std::string() : " in " + folder) +
                                  ": what that asks for cannot be pinned",
                              true});
        continue;
      }
      const std::string display = context_.target->display(inside);
      if (!text) return std::unexpected(text.error());
      manifests_.push_back(
          {folder, display,
           TRY_CONTEXT(inventory::npm::parse_manifest(*text, context_.settings->limits), "reading " + display)});
    }
    return {};
  }

  // By the lockfile's copy of what a package.json asks for; where it has none, it may ask for anything.
  bool may_ask_for_ranges(const std::string& folder) const {
    const auto is_range = [](const std::string& name, const std::string& range, model::EdgeKind kind) {
      if (kind == model::EdgeKind::peer || kind == model::EdgeKind::peer_optional) return false;
      const inventory::npm::Specifier specifier = inventory::npm::parse_specifier(name, range);
      const bool pinnable = specifier.kind == inventory::npm::SpecifierKind::range ||
                            specifier.kind == inventory::npm::SpecifierKind::tag ||
                            specifier.kind == inventory::npm::SpecifierKind::alias;
      return pinnable && !is_exact(specifier.range);
    };
    bool is_told = false;
    for (const model::Root& root : lockfile_.roots) {
      if (root.kind == model::RootKind::inferred || folder_of_root(lockfile_, root, kind_) != folder) continue;
      is_told = is_told || !root.declared.empty();
      for (const model::Declared& declared : root.declared)
        if (is_range(declared.name, declared.range, declared.kind)) return true;
    }
    for (const model::Edge& edge : lockfile_.edges) {
      if (lockfile_.is_root(edge.from) || instance_of(lockfile_, lockfile_.components[edge.from].id) != folder)
        continue;
      is_told = true;
      const std::string name = lockfile_.is_root(edge.to) ? "" : lockfile_.components[edge.to].name;
      if (is_range(name, edge.range, edge.kind)) return true;
    }
    return !is_told && folder.empty() && !lockfile_.components.empty();
  }

  // What stands in a catalog of pnpm's as one version is pinned there; all else is open.
  Result<void> look_into_catalogs() {
    constexpr std::string_view kCatalog = "catalog:";
    const bool any =
        std::ranges::any_of(plan_.report.left, [&](const auto& e) { return e.asked.starts_with(kCatalog); });
    if (!any || kind_ != LockfileKind::pnpm) return {};
    const Document document = TRY(yaml::parse(text_, context_.settings->limits));
    for (model::NotPinned& each : plan_.report.left) {
      if (!each.asked.starts_with(kCatalog)) continue;
      const std::string name = each.asked.substr(kCatalog.size());
      const Value entry = document.root()["catalogs"][name.empty() ? "default" : name][each.name];
      each.open = !is_exact(entry["specifier"].text());
    }
    return {};
  }

  // In the order in which they are named as evidence.
  KnownDigests known_digests() {
    KnownDigests known;
    for (const OlderLockfile& older : context_.sources->older)
      known.add(older, *context_.read, *context_.settings, unread_);
    known.add(lockfile_);
    if (context_.read->project.hidden_lockfile) known.add(*context_.read->project.hidden_lockfile, false);
    return known;
  }

  Result<void> rewrite_all(const PinRanges& ranges, const PinDigests& digests) {
    change::Edits edits;
    edits.ranges = ranges.lockfile;
    edits.kept = ranges.kept;
    edits.digests = digests.changes;
    changed_[inside_] = TRY_CONTEXT(rewrite(kind_, text_, edits), "changing " + lockfile_.path);
    for (const auto& [folder, changes] : ranges.manifests) {
      const std::string inside = joined(joined(context_.found->directory, folder), "package.json");
      const std::string before = TRY(context_.raw->read(inside, context_.settings->limits.bytes));
      changed_[inside] = TRY_CONTEXT(change::rewrite_manifest(before, changes, {}, change::ForcedIn::overrides),
                                     "changing " + context_.target->display(inside));
      TRY_CONTEXT(check_pinned_manifest(before, changed_[inside], changes, context_.settings->limits),
                  "changing " + context_.target->display(inside));
    }
    return {};
  }

  Result<void> prove(const PinRanges& ranges, const PinDigests& digests) const {
    const model::Inventory after =
        TRY(read_changed(*context_.target, *context_.found, *context_.settings, changed_, lockfile_.path));
    std::vector<change::RangeChange> all;
    for (const auto& [folder, changes] : ranges.manifests) all.insert(all.end(), changes.begin(), changes.end());
    return check_pinned(lockfile_, after, kind_, all, digests.changes);
  }

  const PinContext& context_;
  const model::Inventory& lockfile_;
  std::vector<model::FileUnread>& unread_;
  LockfileKind kind_ = LockfileKind::package_lock;
  std::string inside_, text_;
  std::vector<ProjectManifest> manifests_;
  std::vector<model::NotPinned> missing_;
  ChangedFiles changed_;
  PinPlan plan_;
};

}  // namespace

PinPlan pin_lockfile(const PinContext& context, const model::Inventory& lockfile,
                     std::vector<model::FileUnread>& unread) {
  return LockfilePinner(context, lockfile, unread).run();
}

model::PinnedFile pinned_file(const std::string& display_path, const std::string& before, const std::string& after) {
  model::PinnedFile out;
  out.path = display_path;
  out.sha256_before = sha256_hex(before);
  out.sha256_after = sha256_hex(after);
  out.diff = line_diff(without_credentials(before), without_credentials(after));
  return out;
}

}  // namespace cordon::app
