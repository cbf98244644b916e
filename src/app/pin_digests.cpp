#include "app/pin_digests.h"

#include <algorithm>
#include <optional>
#include <set>

#include "app/archive_address.h"
#include "app/cached_packument.h"
#include "app/fix_graph.h"
#include "base/credentials.h"
#include "base/sha1.h"
#include "crypto/sha512.h"
#include "inventory/formats.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

using model::DigestAlgorithm;
using model::IntegrityHash;

std::vector<IntegrityHash> hashes_of(const std::vector<std::string>& texts) {
  std::vector<IntegrityHash> out;
  for (const std::string& text : texts)
    for (IntegrityHash& hash : model::parse_integrity(text))
      if (!hash.sri.empty()) out.push_back(std::move(hash));
  return out;
}

std::string plain_address(const std::string& address) {
  return without_credentials(address.substr(0, address.find('#')));
}

bool is_same_place(const model::Component& component, const DigestSource& source) {
  const std::string own = plain_address(component.resolved.value_or(""));
  if (!own.empty() && own == source.address) return true;
  return component.registry == source.registry && !component.registry.id.empty();
}

class Finder {
 public:
  Finder(const model::Inventory& lockfile, const KnownDigests& known, const std::vector<NpmCache>& caches)
      : lockfile_(lockfile), known_(known), caches_(caches) {}

  PinDigests run() {
    for (const model::Component& component : lockfile_.components)
      if (component.origin == model::Origin::registry && !component.bundled && component.ecosystem == "npm" &&
          !has_strong_digest(component.integrity))
        look_at(component);
    return std::move(out_);
  }

 private:
  struct Choice {
    std::map<DigestAlgorithm, std::string> digests;              // of all that agree
    std::vector<std::pair<std::string, std::string>> witnesses;  // who, and a digest that it has
    std::set<std::string> backed;                                // digests of those that suffice
    std::string objection;
  };

  void look_at(const model::Component& component) {
    const std::string lie = lie_of_address(component.name, component.version, component.resolved.value_or(""));
    if (!lie.empty()) return leave(component, {}, "it " + lie);
    Choice choice;
    agree(component.integrity, "the entry itself", choice);
    for (const DigestSource& source : known_.of(component.name, component.version)) take(component, source, choice);
    for (const NpmCache& cache : caches_) {
      if (auto source = from_packument(component, cache)) take(component, *source, choice);
      if (auto source = from_archive(component, cache)) take(component, *source, choice);
    }
    // The strongest that somebody has whom one may believe.
    std::string best;
    bool strong = false;
    for (const auto& [algorithm, digest] : choice.digests)
      if (choice.backed.contains(digest)) best = digest, strong = algorithm >= DigestAlgorithm::sha256;
    if (!strong || !choice.objection.empty()) leave(component, choice.digests, choice.objection);
    // A weak one is better than none.
    if (!choice.objection.empty() || best.empty() || (!strong && !component.integrity.empty())) return;
    const std::string instance(instance_of(lockfile_, component.id));
    out_.changes.push_back({instance, component.place.line, best});
    std::string from;
    for (const std::string& text : component.integrity) from += (from.empty() ? "" : " ") + text;
    out_.pinned.push_back({component.name, component.version, instance, from, best, {}});
    for (auto& [evidence, digest] : choice.witnesses)
      if (digest == best) out_.pinned.back().evidence.push_back(std::move(evidence));
  }

  // Whether these contradict none that are known; then they are known, too.
  static bool agree(const std::vector<std::string>& integrity, const std::string& evidence, Choice& choice) {
    const std::vector<IntegrityHash> hashes = hashes_of(integrity);
    auto known = choice.digests;
    for (const IntegrityHash& hash : hashes)
      if (known.try_emplace(hash.algorithm, hash.sri).first->second != hash.sri) {
        choice.objection = "it has another digest in " + evidence;
        return false;
      }
    choice.digests = std::move(known);
    return true;
  }

  static void take(const model::Component& component, const DigestSource& source, Choice& choice) {
    if (!is_same_place(component, source)) return;
    if (!lie_of_address(component.name, component.version, source.address).empty()) return;
    if (!agree(source.integrity, source.evidence, choice)) return;
    std::set<std::string> seen;
    for (const IntegrityHash& hash : hashes_of(source.integrity)) {
      if (source.suffices) choice.backed.insert(hash.sri);
      if (seen.insert(hash.sri).second) choice.witnesses.emplace_back(source.evidence, hash.sri);
    }
  }

  void leave(const model::Component& component, const std::map<DigestAlgorithm, std::string>& digests,
             const std::string& objection) {
    const bool strong = !digests.empty() && digests.rbegin()->first >= DigestAlgorithm::sha256;
    std::string asked;
    for (const std::string& text : component.integrity) asked += (asked.empty() ? "" : " ") + text;
    out_.left.push_back({component.place.path, component.place.line, component.name + " " + component.version, asked,
                         objection.empty() ? "digest_unknown" : "contradiction",
                         !objection.empty() ? objection
                         : strong           ? "only node_modules knows its digest, and what was installed can have "
                                              "written that: name a lockfile with --from"
                         : !digests.empty() ? "only SHA-1 is known of it: name a lockfile that knows more with --from"
                                            : "it has no digest, and no source knows one: name a lockfile with --from",
                         true});
  }

  // What the registry said of it, as npm fetched it.
  std::optional<DigestSource> from_packument(const model::Component& component, const NpmCache& cache) {
    const std::string address = packument_address(component.name, plain_address(component.resolved.value_or("")));
    if (address.empty() || cache.tree == nullptr) return std::nullopt;
    const auto [at, is_new] = packuments_.try_emplace({cache.display_path, address});
    if (is_new) at->second = cached_packument(*cache.tree, cache.display_path, component.name, address);
    if (!at->second) return std::nullopt;
    for (const change::Release& release : at->second->releases) {
      if (release.version != component.version) continue;
      DigestSource out{at->second->evidence, plain_address(release.resolved), component.registry, {}, true};
      if (!release.integrity.empty()) out.integrity.push_back(release.integrity);
      if (!release.shasum.empty())
        out.integrity.push_back(model::integrity_of_hex(DigestAlgorithm::sha1, release.shasum));
      return out;
    }
    return std::nullopt;
  }

  // The archive itself, as npm fetched it from this very address.
  static std::optional<DigestSource> from_archive(const model::Component& component, const NpmCache& cache) {
    const std::string address = plain_address(component.resolved.value_or(""));
    if (address.empty() || cache.tree == nullptr) return std::nullopt;
    auto found = cached_document(*cache.tree, cache.display_path, address);
    if (!found) return std::nullopt;
    return DigestSource{std::move(found->evidence),
                        address,
                        component.registry,
                        {model::integrity_of_hex(DigestAlgorithm::sha512, crypto::sha512_hex(found->text)),
                         model::integrity_of_hex(DigestAlgorithm::sha1, sha1_hex(found->text))},
                        true};
  }

  const model::Inventory& lockfile_;
  const KnownDigests& known_;
  const std::vector<NpmCache>& caches_;
  std::map<std::pair<std::string, std::string>, std::optional<CachedPackument>> packuments_;
  PinDigests out_;
};

}  // namespace

bool has_strong_digest(const std::vector<std::string>& integrity) {
  return std::ranges::any_of(hashes_of(integrity),
                             [](const IntegrityHash& hash) { return hash.algorithm >= DigestAlgorithm::sha256; });
}

void KnownDigests::add(const model::Inventory& inventory, bool suffices) {
  for (const model::Component& component : inventory.components) {
    if (component.origin != model::Origin::registry || component.integrity.empty()) continue;
    known_[{component.name, component.version}].push_back(
        {component.place.path + ":" + std::to_string(component.place.line),
         plain_address(component.resolved.value_or("")), component.registry, component.integrity, suffices});
  }
}

void KnownDigests::add(const OlderLockfile& lockfile, const ProjectRead& project, const ReadSettings& settings,
                       std::vector<model::FileUnread>& unread) {
  const inventory::Format* const format = inventory::format_of_content(lockfile.text);
  const auto tell = [&](std::string_view code, std::string reason, std::uint32_t line) {
    const bool known =
        std::ranges::any_of(unread, [&](const auto& each) { return each.path == lockfile.display_path; });
    if (!known) unread.push_back({lockfile.display_path, line, std::string(code), std::move(reason), true});
  };
  if (format == nullptr || format->ecosystem != "npm")
    return tell("unsupported_format", "no lockfile that is understood", 0);
  inventory::ReadContext context;
  context.display_path = lockfile.display_path;
  context.registries = settings.registries;
  context.client = &project.project.clients.of(inventory::client_of(*format, lockfile.text));
  context.limits = settings.limits;
  const Result<model::Inventory> read = format->read(without_credentials(lockfile.text), context);
  if (!read) return tell(to_string(read.error().code), read.error().message, read.error().line);
  add(*read, lockfile.source != SourceKind::installed);
}

const std::vector<DigestSource>& KnownDigests::of(const std::string& name, const std::string& version) const {
  static const std::vector<DigestSource> kNone;
  const auto found = known_.find({name, version});
  return found == known_.end() ? kNone : found->second;
}

PinDigests pin_digests(const model::Inventory& lockfile, const KnownDigests& known,
                       const std::vector<NpmCache>& caches) {
  return Finder(lockfile, known, caches).run();
}

}  // namespace cordon::app
