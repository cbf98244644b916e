// Requests of package clients: a method, a blank, a target.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "check_document.h"
#include "registry/npm_route.h"
#include "registry/package_name.h"

using namespace cordon;
using fuzz::expect;
using registry::RouteKind;

namespace {

bool has_name(RouteKind kind) {
  return kind == RouteKind::packument || kind == RouteKind::version || kind == RouteKind::tarball ||
         kind == RouteKind::dist_tags || kind == RouteKind::attestations;
}

// What the upstream is asked for is understood as what was asked here.
void check_again(const registry::Route& route) {
  const bool posts = route.kind == RouteKind::audit_bulk || route.kind == RouteKind::audit_quick;
  const auto again = registry::route_of(posts ? "POST" : "GET", route.target);
  expect(again.has_value());
  expect(again->kind == route.kind && again->name == route.name && again->version == route.version);
  expect(again->file == route.file && again->target == route.target && again->reason.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t blank = std::min(text.find(' '), size);
  const std::string_view method = text.substr(0, blank), target = text.substr(std::min(blank + 1, size));
  const auto route = registry::route_of(method, target);
  if (!route) {
    expect(route.error().code == ErrorCode::invalid_value || route.error().code == ErrorCode::too_large);
    return 0;
  }
  expect(target.starts_with('/') && target.find('\\') == std::string_view::npos);
  if (route->kind == RouteKind::refused) {
    expect(!route->reason.empty() && route->target.empty() && !route->head);
    return 0;
  }
  expect(route->reason.empty() && route->target.starts_with('/'));
  expect(has_name(route->kind) ? registry::is_package_name(route->name) : route->name.empty());
  expect(route->head == (method == "HEAD"));
  // The words of a search are its own.
  for (const std::string_view part : {"/../", "/./", "//", "/..%2", "%2f%2f", "%25", "\\", "#"})
    expect(route->kind == RouteKind::search || route->target.find(part) == std::string::npos);
  check_again(*route);
  return 0;
}
