#include "app/online_documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "change/delta.h"
#include "checks/comparison.h"
#include "model/default_registry.h"

namespace cordon::app {
namespace {

constexpr std::size_t kNamed = 3, kMostRegistries = 50;

// Why nobody was asked, and what to do.
std::string_view reason_of(MayAsk refusal) {
  switch (refusal) {
    case MayAsk::yes: return "";
    case MayAsk::unnamed: return "no registry has packages with such names";
    case MayAsk::not_https: return "only https is spoken with registries: give the registry an https address";
    case MayAsk::unknown:
      return "it is neither a public registry nor one of yours, so it was not asked: name it in your own .npmrc, in "
             "npm_config_registry, or under registries or private.hosts of your own cordon.yaml (those of the project "
             "do not count)";
    case MayAsk::place:
      return "its host is known, and this place of it is not, so it was not asked: of a host that cordon.yaml names "
             "only "
             "https://HOST/ is; name the whole address in your own .npmrc (@scope:registry=…) or in "
             "npm_config_registry";
    case MayAsk::private_name: return "private packages are not asked for at a public registry";
  }
  return "";
}

std::string_view code_of(MayAsk refusal) {
  switch (refusal) {
    case MayAsk::yes: return "";
    case MayAsk::unnamed: return "invalid_value";
    case MayAsk::not_https:
    case MayAsk::unknown:
    case MayAsk::place: return "not_asked";
    case MayAsk::private_name: return "private_name";
  }
  return "";
}

std::string text_of(const Error& error) {
  if (error.code == ErrorCode::permission_denied)
    return error.message +
           "; --online sends the token that your own .npmrc has for this address, and nothing else: write one there, "
           "or "
           "let 'npm install --package-lock-only' fetch it, whose cache is read";
  return error.message;
}

constexpr std::string_view kOtherProtocol = "unsupported_format";

// Whether the answer lacks something that was to be had.
bool is_gap(std::string_view code) { return code != code_of(MayAsk::private_name) && code != kOtherProtocol; }

bool is_of_registry(const model::Component& component) {
  return component.origin == model::Origin::registry && !component.bundled;
}

}  // namespace

std::string base_for(const model::Component& component, const inventory::ClientConfig& client,
                     const model::Registries& registries) {
  using model::RegistryClass;
  std::string configured(client.registry_for(component.name));
  if (configured.empty()) configured = model::default_registry("npm");
  configured = whole_base(configured);
  std::string storage;
  const std::string_view recorded =
      component.resolved ? model::Registries::web_address(*component.resolved, storage) : std::string_view();
  if (recorded.empty()) return configured;
  const std::string host = model::Registries::host_of(recorded);
  if (host == model::Registries::host_of(configured)) return configured;
  if (registries.classify("npm", recorded, "").class_ == RegistryClass::public_) return configured;
  const std::string address = packument_address(component.name, recorded);
  if (!address.empty()) return address.substr(0, address.rfind('/') + 1);
  return "https://" + host + "/";
}

void OnlineDocuments::note(const std::string& base, const std::string& name, std::string_view code,
                           const std::string& reason) {
  const std::lock_guard lock(mutex_);
  const bool incomplete = is_gap(code);
  std::pair key(text::visible(base, 300), incomplete);
  // A hostile lockfile may name any number of hosts.
  if (failed_.size() >= kMostRegistries && !failed_.contains(key)) key.first = "and others";
  Failed& failed = failed_[key];
  failed.incomplete = incomplete;
  failed.failures.try_emplace(std::string(code), Failure{reason, {}}).first->second.names.insert(name);
}

// What may be asked; what may not is noted.
std::optional<OnlineDocuments::Wanted> OnlineDocuments::allowed(const model::Component& component,
                                                                const inventory::ClientConfig& client,
                                                                const model::Registries& registries) {
  std::string base = base_for(component, client, registries);
  MayAsk may = rules_.may_ask(base, component.name);
  if (may == MayAsk::yes && component.registry.class_ == model::RegistryClass::private_ && rules_.is_public(base))
    may = MayAsk::private_name;
  if (may == MayAsk::yes) return Wanted{std::move(base), &component};
  note(base, component.name, code_of(may), std::string(reason_of(may)));
  return std::nullopt;
}

Result<change::Packument> OnlineDocuments::packument_of(const Wanted& wanted, std::string text) const {
  change::Packument packument = TRY(change::read_packument(std::move(text)));
  if (packument.name != wanted.component->name)
    return fail(ErrorCode::refused, "the registry answers with the document of another package");
  packument.is_current = true;
  packument.is_of_origin = rules_.is_of_origin(wanted.base);
  return packument;
}

void OnlineDocuments::take(const Wanted& wanted, Result<std::string> document) {
  Result<change::Packument> packument = document ? packument_of(wanted, std::move(*document))
                                                 : Result<change::Packument>(std::unexpected(document.error()));
  if (packument) documents_.add(*wanted.component, std::move(*packument));
  else note(wanted.base, wanted.component->name, to_string(packument.error().code), text_of(packument.error()));
}

void OnlineDocuments::fetch_new(const checks::Project& before, const checks::Project& after, Progress& progress) {
  if (after.registries == nullptr) return;
  std::vector<Wanted> wanted;
  const auto want = [&](const model::Component& component, const inventory::ClientConfig& client) {
    if (!is_of_registry(component)) return;
    if (component.ecosystem != "npm")
      return note("of " + component.ecosystem, component.name, kOtherProtocol,
                  "only registries that speak npm's protocol are asked");
    {
      const std::lock_guard lock(mutex_);
      std::string base = base_for(component, client, *after.registries);
      if (!wanted_.emplace(std::move(base), component.registry.id, component.name).second) return;
    }
    auto one = allowed(component, client, *after.registries);
    if (!one) return;
    if (asked_.fetch_add(1) < RegistryLimits().questions) return wanted.push_back(std::move(*one));
    note(one->base, component.name, to_string(ErrorCode::too_many),
         "more than " + std::to_string(RegistryLimits().questions) + " packages are not asked for");
  };
  for (const auto& [was, is] : checks::pair_lockfiles(before.lockfiles, after.lockfiles)) {
    if (is == nullptr) continue;
    const inventory::ClientConfig& client = after.clients.of(is->client);
    const model::Inventory nothing = checks::nothing_like(*is);
    const change::Delta delta = change::compare(was != nullptr ? *was : nothing, *is);
    for (const auto* list : {&delta.added, &delta.changed})
      for (const change::ReleaseChange& each : *list) {
        want(is->components[each.after.front()], client);
        if (!each.carriers.empty()) want(is->components[each.carriers.front()], client);
      }
  }
  std::vector<RegistryQuestion> questions;
  for (const Wanted& each : wanted) questions.push_back({0, each.base, each.component->name});
  progress.registry_questions += static_cast<std::uint32_t>(questions.size());
  asker_.ask(questions, [&](std::size_t question, Result<std::string> document) {
    take(wanted[question], std::move(document));
    ++progress.registry_answers;
  });
}

std::optional<CachedPackument> OnlineDocuments::releases(const checks::Project& project,
                                                         const model::Inventory& lockfile,
                                                         const model::Component& component) {
  if (project.registries == nullptr || component.ecosystem != "npm" || !is_of_registry(component)) return std::nullopt;
  const inventory::ClientConfig& client = project.clients.of(lockfile.client);
  const std::pair key(base_for(component, client, *project.registries), component.name);
  if (const auto at = releases_.find(key); at != releases_.end()) return at->second;
  std::optional<CachedPackument>& out = releases_[key];
  const std::optional<Wanted> wanted = allowed(component, client, *project.registries);
  if (!wanted) return out;
  asker_.ask({{0, wanted->base, component.name}}, [&](std::size_t, Result<std::string> document) {
    const std::string text = document.value_or("");
    take(*wanted, std::move(document));
    Result<std::vector<change::Release>> releases = releases_of_packument(text, component.name);
    if (releases && !releases->empty())
      out = CachedPackument{document_address(wanted->base, component.name), std::move(*releases)};
  });
  return out;
}

std::vector<model::FileUnread> OnlineDocuments::unread() const {
  const std::lock_guard lock(mutex_);
  std::vector<model::FileUnread> out;
  for (const auto& [key, failed] : failed_) {
    std::string reason;
    for (const auto& [code, failure] : failed.failures) {
      const auto& all = failure.names;
      const auto shown = static_cast<std::ptrdiff_t>(std::min(kNamed, all.size()));
      const std::vector<std::string> names(all.begin(), std::next(all.begin(), shown));
      reason += fmt::format("{}{} package{} ({}{}): {}", reason.empty() ? "it says nothing of " : "; of ", all.size(),
                            all.size() == 1 ? "" : "s", fmt::join(names, ", "), all.size() > kNamed ? ", \u2026" : "",
                            failure.reason);
    }
    out.push_back({"(registry) " + key.first, 0, failed.failures.begin()->first, text::visible(reason, 1'500),
                   failed.incomplete});
  }
  return out;
}

}  // namespace cordon::app
