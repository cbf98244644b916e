#include "gate/package.h"

#include <algorithm>

#include "archive/pack.h"
#include "base/sha256.h"
#include "gate/kept_body.h"
#include "model/default_registry.h"
#include "registry/package_name.h"
#include "registry/packument_filter.h"

namespace cordon::gate {
namespace {

constexpr std::size_t kMostVariants = 8;

// The last part of an address' path.
std::string_view file_of(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  return address.substr(std::min(address.rfind('/') + 1, address.size()));
}

std::string packed(std::string_view text, Coding coding) {
  switch (coding) {
    case Coding::identity: break;
    case Coding::gzip: return archive::gzip(text);
    case Coding::zstd: return archive::zstd(text);
  }
  return std::string(text);
}

}  // namespace

std::string public_base() {
  std::string_view base = model::default_registry("npm");
  if (base.ends_with('/')) base.remove_suffix(1);
  return std::string(base);
}

Package::Package(const GateOptions& options, const Upstream& upstream, Origin origin,
                 const registry::Packument& packument, std::vector<Judged> judged, std::string epoch, std::int64_t now)
    : options_(options), upstream_(upstream), name_(packument.name), digest_(std::move(origin.digest)),
      epoch_(std::move(epoch)), modified_(std::move(origin.modified)) {
  releases_.reserve(judged.size());
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const registry::VersionEntry& entry = packument.versions[i];
    Judged& one = judged[i];
    if (one.comes_of_age && *one.comes_of_age > now)
      next_change_ = std::min(next_change_.value_or(*one.comes_of_age), *one.comes_of_age);
    releases_.push_back(
        {std::string(entry.version), std::string(entry.tarball), one.integrity, entry.published, std::move(one)});
    if (entry.member.overridden) continue;
    has_public_addresses_ = has_public_addresses_ || entry.tarball.starts_with(model::default_registry("npm"));
    const auto index = static_cast<std::uint32_t>(i);
    files_.emplace_back(file_of(entry.tarball), index);
    files_.emplace_back(registry::conventional_file(name_, entry.version), index);
  }
  std::ranges::sort(files_);
  files_.erase(std::ranges::unique(files_).begin(), files_.end());
}

std::optional<Body> Package::at_hand(const Flavour& flavour, Coding coding) const {
  const std::lock_guard guard(mutex_);
  for (const Variant& one : variants_)
    if (one.flavour == flavour && one.bodies[static_cast<std::size_t>(coding)].text)
      return one.bodies[static_cast<std::size_t>(coding)];
  return std::nullopt;
}

Body Package::make(const registry::Packument& packument, const Flavour& flavour, Coding coding,
                   std::int64_t now) const {
  registry::FilterOptions filter;
  filter.form = flavour.form;
  filter.tarball_base = flavour.rehomes && has_public_addresses_ ? public_base() : flavour.base;
  filter.restrictions = flavour.restrictions ? registry::Restrictions::manifests : registry::Restrictions::none;
  filter.now = now;
  const registry::Filtered filtered = registry::filter_packument(packument, decisions(), filter);
  Body body;
  std::string text = packed(filtered.text, coding);
  // By what it says: a client keeps a document for exactly as long as it would be told the same again, whatever was
  // decided or configured meanwhile.
  body.etag = "\"" + sha256_hex(text, 16) + "\"";
  body.modified = modified_;
  body.text = kept_body(std::move(text));
  const std::lock_guard guard(mutex_);
  auto found = std::ranges::find(variants_, flavour, &Variant::flavour);
  // Whoever comes under a hundred names of hosts fills no memory.
  if (found == variants_.end() && variants_.size() >= kMostVariants) return body;
  if (found == variants_.end()) {
    variants_.push_back({flavour, {}});
    found = variants_.end() - 1;
  }
  found->bodies[static_cast<std::size_t>(coding)] = body;
  return body;
}

std::vector<registry::Decision> Package::decisions() const {
  std::vector<registry::Decision> out;
  out.reserve(releases_.size());
  for (const Release& one : releases_) {
    registry::Decision& decision = out.emplace_back();
    decision.allowed = !one.judged.held || options_.observe;
    if (!one.judged.rule.empty()) decision.reason = one.judged.rule + ": " + one.judged.reason;
    decision.comes_of_age = one.judged.comes_of_age;
    decision.strip_scripts = options_.withhold_scripts && !one.judged.scripts_approved;
  }
  return out;
}

std::vector<std::uint32_t> Package::of_file(std::string_view file) const {
  std::vector<std::uint32_t> out;
  for (auto found =
           std::ranges::lower_bound(files_, file, {}, [](const auto& one) { return std::string_view(one.first); });
       found != files_.end() && found->first == file; ++found)
    out.push_back(found->second);
  return out;
}

std::uint64_t Package::bytes() const {
  std::uint64_t sum = sizeof(Package);
  for (const Release& one : releases_)
    sum += sizeof(Release) + one.version.size() + one.address.size() + 2 * one.integrity.size() +
           one.judged.reason.size() + 160;
  const std::lock_guard guard(mutex_);
  for (const Variant& variant : variants_)
    for (const Body& body : variant.bodies) sum += body.text ? net::size_of(*body.text) : 0;
  return sum;
}

}  // namespace cordon::gate
