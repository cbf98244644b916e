#include "bus/event_filter.h"

#include <algorithm>
#include <string_view>

#include "base/percent.h"
#include "bus/event_text.h"
#include "model/ascii.h"

namespace cordon::bus {
namespace {

// "pkg:npm/%40scope/name@1.0.0?x" is "@scope/name@1.0.0".
std::string named(std::string_view purl) {
  purl = purl.substr(0, purl.find_first_of("?#"));
  const std::size_t slash = purl.starts_with("pkg:") ? purl.find('/') : std::string_view::npos;
  return percent_decoded(slash == std::string_view::npos ? purl : purl.substr(slash + 1));
}

bool contains(std::string_view text, std::string_view part) {
  return !std::ranges::search(text, part, {}, model::ascii::lower, model::ascii::lower).empty() || part.empty();
}

bool is_package(const std::string& wanted, std::string_view purl) {
  const std::string want = named(wanted), have = named(purl);
  // With a version it must be that one: '@' at the beginning is a scope's.
  if (want.rfind('@') != std::string::npos && want.rfind('@') > 0) return have == want;
  return have.substr(0, have.rfind('@') > 0 ? have.rfind('@') : std::string::npos) == want;
}

// The package that it is about: on whose behalf it was done, or which one it names.
std::string_view package_of(const model::Event& event) {
  if (event.package) return event.package->purl;
  if (const auto* asked = std::get_if<model::RegistryRequestPayload>(&event.payload)) return asked->purl;
  if (const auto* decided = std::get_if<model::DecisionPayload>(&event.payload); decided && decided->purl)
    return *decided->purl;
  return {};
}

}  // namespace

bool matches(const EventFilter& filter, const model::Event& event) {
  if (event.wall_ns < filter.since_ns || event.wall_ns >= filter.until_ns) return false;
  if (!filter.kinds.empty() && std::ranges::find(filter.kinds, event.kind()) == filter.kinds.end()) return false;
  if (!filter.pids.empty() && (!event.actor || std::ranges::find(filter.pids, event.actor->pid) == filter.pids.end()))
    return false;
  if (!filter.packages.empty()) {
    const std::string_view package = package_of(event);
    const auto is_wanted = [&](const std::string& wanted) { return is_package(wanted, package); };
    if (package.empty() || std::ranges::none_of(filter.packages, is_wanted)) return false;
  }
  return filter.contains.empty() || contains(whole_event_text(event), filter.contains);
}

}  // namespace cordon::bus
