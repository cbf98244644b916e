#include "app/cached_packument.h"

#include <algorithm>

#include "app/held_against.h"
#include "base/date.h"
#include "base/json.h"
#include "base/sha256.h"
#include "change/rewrite/json_text.h"
#include "host/artefacts/npm_cache_index.h"

namespace cordon::app {
namespace {

constexpr std::string_view kRequest = "make-fetch-happen:request-cache:";
constexpr std::uint64_t kIndexBytes = 16u << 20, kDocumentBytes = 64u << 20;

// What an entry of a lockfile keeps of a release's manifest. The registry's short document leaves some of it out: then
// what the entry has stays.
constexpr std::string_view kFields[] = {"bin",  "engines",          "os",         "cpu",
                                        "libc", "hasInstallScript", "deprecated", "peerDependenciesMeta"};
constexpr std::string_view kLeftOut[] = {"license", "funding"};

void add_list(const Value& list, change::DependencyKind kind, std::vector<change::ReleaseDependency>& out) {
  for (const Value::Member member : list.members()) {
    // What is optional stands among the others, too.
    const auto known = std::ranges::find(out, member.key, &change::ReleaseDependency::name);
    if (known != out.end() && known->kind != change::DependencyKind::peer) continue;
    out.push_back({std::string(member.key), std::string(member.value.text()), {}, kind});
  }
}

change::Release release_of(std::string_view source, const Value& manifest, std::string_view name) {
  change::Release out;
  out.name = name;
  out.version = manifest["version"].string().value_or("");
  out.resolved = manifest["dist"]["tarball"].string().value_or("");
  out.integrity = manifest["dist"]["integrity"].string().value_or("");
  out.shasum = manifest["dist"]["shasum"].string().value_or("");
  add_list(manifest["optionalDependencies"], change::DependencyKind::optional, out.dependencies);
  add_list(manifest["dependencies"], change::DependencyKind::runtime, out.dependencies);
  add_list(manifest["peerDependencies"], change::DependencyKind::peer, out.dependencies);
  out.fields_known = true;
  for (const std::string_view field : kFields)
    if (const Value value = manifest[field]; value.exists() && value.size() + value.text().size() > 0)
      out.fields.push_back({std::string(field), std::string(change::text_of(source, value))});
  for (const std::string_view field : kLeftOut) {
    const Value value = manifest[field];
    out.fields.push_back(
        {std::string(field), value.exists() ? std::string(change::text_of(source, value)) : std::string()});
  }
  return out;
}

}  // namespace

std::string packument_address(std::string_view name, std::string_view archive_address) {
  const std::size_t end = archive_address.find("/" + std::string(name) + "/-/");
  if (name.empty() || end == std::string_view::npos) return {};
  std::string escaped(name);
  if (const std::size_t slash = escaped.find('/'); slash != std::string::npos) escaped.replace(slash, 1, "%2f");
  return std::string(archive_address.substr(0, end + 1)) + escaped;
}

std::optional<CachedDocument> cached_document(const FileTree& cache, std::string_view display_path,
                                              const std::string& address) {
  const std::string key = std::string(kRequest) + address, hashed = sha256_hex(key);
  const std::string bucket =
      "_cacache/index-v5/" + hashed.substr(0, 2) + "/" + hashed.substr(2, 2) + "/" + hashed.substr(4);
  const Result<std::string> index = cache.read(bucket, kIndexBytes);
  if (!index) return std::nullopt;
  const host::CacheIndexFile entries = host::read_cache_index(*index, bucket);
  const host::CacheEntry* last = nullptr;
  for (const host::CacheEntry& entry : entries.entries)
    if (entry.key == key) last = &entry;
  if (last == nullptr || last->integrity.empty()) return std::nullopt;
  Result<std::string> text = cache.read("_cacache/" + host::content_path(last->integrity), kDocumentBytes);
  if (!text || !has_integrity(*text, last->integrity)) return std::nullopt;
  return CachedDocument{std::string(display_path) + "/" + bucket + ": " + address, std::move(*text),
                        static_cast<std::int64_t>(last->time_ms / 1'000)};
}

std::optional<CachedPackument> cached_packument(const FileTree& cache, std::string_view display_path,
                                                const std::string& name, const std::string& address) {
  std::optional<CachedDocument> document = cached_document(cache, display_path, address);
  if (!document) return std::nullopt;
  Result<std::vector<change::Release>> releases = releases_of_packument(std::move(document->text), name);
  if (!releases) return std::nullopt;
  for (change::Release& release : *releases)
    if (document->fetched > 0 && (release.seen == 0 || document->fetched < release.seen))
      release.seen = document->fetched;
  return CachedPackument{std::move(document->evidence), std::move(*releases)};
}

Result<std::vector<change::Release>> releases_of_packument(std::string text, std::string_view name,
                                                           const Limits& limits) {
  const Document document = TRY(json::parse(std::move(text), {.comments = false, .limits = limits}));
  std::vector<change::Release> out;
  if (document.root()["name"].text() != name) return out;
  const Value times = document.root()["time"];
  // The short document has no times, but when anything of it was changed last.
  const std::int64_t modified = seconds_of(document.root()["modified"].text()).value_or(0);
  for (const Value::Member member : document.root()["versions"].members()) {
    if (!member.value.is_object() || member.value["version"].text() != member.key) continue;
    out.push_back(release_of(document.source(), member.value, name));
    out.back().published = seconds_of(times[member.key].text()).value_or(0);
    out.back().seen = modified;
  }
  return out;
}

}  // namespace cordon::app
