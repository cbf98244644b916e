#include "registry/npm_route.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/percent.h"
#include "registry/package_name.h"

namespace cordon::registry {
namespace {

using Parts = std::span<const std::string>;

std::unexpected<Error> malformed(const char* what) { return fail(ErrorCode::invalid_value, what); }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// One part of a path, decoded once. What is still encoded then was encoded twice.
Result<std::string> decoded_part(std::string_view part) {
  if (part.empty()) return malformed("an empty part in the path");
  for (std::size_t at = part.find('%'); at != std::string_view::npos; at = part.find('%', at + 1))
    if (part.size() - at < 3 || !is_hex(part[at + 1]) || !is_hex(part[at + 2]))
      return malformed("a percent sign that encodes nothing");
  std::string out = percent_decoded(part);
  const bool plain = std::ranges::all_of(out, [](char c) { return c > ' ' && c < '\x7f' && c != '\\' && c != '%'; });
  if (!plain || out == "." || out == "..") return malformed("a part of the path that can be read in two ways");
  return out;
}

Result<std::vector<std::string>> parts_of(std::string_view path) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    out.push_back(TRY(decoded_part(path.substr(at + 1, end - at - 1))));
    at = end;
  }
  // "%2f" stands for a slash behind a scope only.
  for (const std::string& part : out)
    if (part.find('/') != std::string::npos && !part.starts_with('@')) return malformed("an encoded slash in the path");
  return out;
}

struct Taken {
  std::string text;
  std::size_t parts = 0;
};

// "@scope/rest" in one part or in two, or a part without scope.
std::optional<Taken> scoped(Parts parts) {
  if (parts.empty()) return std::nullopt;
  if (!parts[0].starts_with('@') || parts[0].find('/') != std::string::npos) return Taken{parts[0], 1};
  if (parts.size() < 2) return std::nullopt;
  return Taken{parts[0] + "/" + parts[1], 2};
}

Result<Taken> package_name(Parts parts) {
  auto taken = scoped(parts);
  if (!taken || !is_package_name(taken->text)) return malformed("no name of a package");
  return std::move(*taken);
}

Route refused(std::string_view reason) {
  Route out;
  out.reason = reason;
  return out;
}

Route found(RouteKind kind, std::string target) {
  Route out;
  out.kind = kind;
  out.target = std::move(target);
  return out;
}

Route named(RouteKind kind, std::string name, std::string target) {
  Route out = found(kind, std::move(target));
  out.name = std::move(name);
  return out;
}

// "/{name}/-/{file}", "/@scope/name/-/@scope/{file}".
Result<Route> tarball(std::string name, Parts parts) {
  const auto taken = scoped(parts);
  if (!taken || taken->parts != parts.size()) return refused("endpoint");
  std::string_view file = taken->text;
  if (file.starts_with('@')) {
    const std::string_view scope = std::string_view(name).substr(0, name.find('/') + 1);
    if (!name.starts_with('@') || !file.starts_with(scope)) return malformed("an archive of another scope");
    file.remove_prefix(scope.size());
  }
  if (!is_archive_file(file)) return malformed("no name of an archive");
  Route out = named(RouteKind::tarball, name, "/" + name + "/-/" + escaped_part(file));
  out.file = file;
  return out;
}

Result<Route> of_package(Parts parts) {
  Taken name = TRY(package_name(parts));
  const Parts rest = parts.subspan(name.parts);
  const std::string target = "/" + escaped_name(name.text);
  if (rest.empty()) return named(RouteKind::packument, std::move(name.text), target);
  if (rest[0] == "-" && rest.size() > 1) return tarball(std::move(name.text), rest.subspan(1));
  if (rest.size() != 1 || rest[0] == "-rev") return refused("endpoint");
  if (!is_version_or_tag(rest[0])) return malformed("no version and no tag");
  Route out = named(RouteKind::version, std::move(name.text), target + "/" + escaped_part(rest[0]));
  out.version = rest[0];
  return out;
}

// "/-/npm/v1/attestations/{name}@{version}".
Result<Route> attestations(Parts parts) {
  const auto taken = scoped(parts);
  if (!taken || taken->parts != parts.size()) return refused("endpoint");
  const std::string_view text = taken->text;
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0) return malformed("no package and version");
  const std::string_view name = text.substr(0, at), version = text.substr(at + 1);
  if (!is_package_name(name) || !is_version_or_tag(version)) return malformed("no package and version");
  Route out = named(RouteKind::attestations, std::string(name),
                    "/-/npm/v1/attestations/" + escaped_name(name) + "@" + escaped_part(version));
  out.version = version;
  return out;
}

// "/-/package/{name}/dist-tags" and what belongs to who administers the package.
Result<Route> of_administration(Parts parts, bool reads) {
  Taken name = TRY(package_name(parts));
  const Parts rest = parts.subspan(name.parts);
  if (rest.empty()) return refused("endpoint");
  if (rest[0] == "dist-tags") {
    if (rest.size() != 1 || !reads) return refused("dist-tags");
    std::string target = "/-/package/" + escaped_name(name.text) + "/dist-tags";
    return named(RouteKind::dist_tags, std::move(name.text), std::move(target));
  }
  const bool rights =
      rest[0] == "access" || rest[0] == "visibility" || rest[0] == "collaborators" || rest[0] == "trust";
  return refused(rights ? "access" : "endpoint");
}

// Of paths below "/-/" that a gate refuses: the first that the path begins with.
std::string_view reason_of(std::string_view path) {
  constexpr std::pair<std::string_view, std::string_view> kReasons[] = {
      {"/-/user/", "login"},       {"/-/v1/login", "login"},      {"/-/v1/done", "login"},      {"/-/whoami", "login"},
      {"/-/npm/v1/user", "login"}, {"/-/npm/v1/tokens", "token"}, {"/-/npm/v1/oidc/", "oidc"},  {"/-/stage", "publish"},
      {"/-/org/", "org"},          {"/-/team/", "team"},          {"/-/npm/v1/hooks", "hooks"},
  };
  for (const auto& [begin, reason] : kReasons)
    if (path.starts_with(begin)) return reason;
  return "endpoint";
}

struct Request {
  bool reads = false, posts = false;
  std::string_view query;
  bool has_query = false;
};

Route only_if(bool allowed, RouteKind kind, std::string_view target) {
  return allowed ? found(kind, std::string(target)) : refused("method");
}

Result<Route> of_service(Parts parts, std::string_view path, const Request& request) {
  constexpr std::string_view kBulk = "/-/npm/v1/security/advisories/bulk", kAudits = "/-/npm/v1/security/audits";
  if (path == "/-/ping") return only_if(request.reads, RouteKind::ping, path);
  if (path == "/-/v1/search") {
    std::string target(path);
    if (!request.query.empty()) target.append("?").append(request.query);
    return only_if(request.reads, RouteKind::search, target);
  }
  if (request.has_query) return refused(reason_of(path));
  if (path == "/-/npm/v1/keys") return only_if(request.reads, RouteKind::keys, path);
  if (path == kBulk) return only_if(request.posts, RouteKind::audit_bulk, path);
  if (path == kAudits || path == "/-/npm/v1/security/audits/quick")
    return only_if(request.posts, RouteKind::audit_quick, path);
  if (parts[1] == "package") return of_administration(parts.subspan(2), request.reads);
  if (path.starts_with("/-/npm/v1/attestations/"))
    return request.reads ? attestations(parts.subspan(4)) : Result<Route>(refused("method"));
  return refused(reason_of(path));
}

std::string joined(Parts parts) {
  std::string out;
  for (const std::string& part : parts) out.append("/").append(part);
  return out;
}

Result<Route> refused_write(std::string_view method, Parts parts) {
  TRY(package_name(parts));
  if (method == "DELETE") return refused("unpublish");
  return refused(method == "PUT" || method == "POST" || method == "PATCH" ? "publish" : "method");
}

}  // namespace

Result<Route> route_of(std::string_view method, std::string_view target) {
  if (target.size() > kMaxTargetBytes) return fail(ErrorCode::too_large, "the request target is too long");
  const bool plain = std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f' && c != '\\' && c != '#'; });
  if (!plain || !target.starts_with('/')) return malformed("no request target in origin form");
  const std::size_t mark = target.find('?');
  const Request request = {
      .reads = method == "GET" || method == "HEAD",
      .posts = method == "POST",
      .query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1),
      .has_query = mark != std::string_view::npos,
  };
  const std::vector<std::string> parts = TRY(parts_of(target.substr(0, mark)));
  // A package "-" exists: "/-" is its document, "/-/-/--0.0.1.tgz" its archive, and everything else below "/-/" is not
  // about it.
  const bool service = parts[0] == "-" && parts.size() > 1 && !(parts.size() == 3 && parts[1] == "-");
  Route out;
  if (service) {
    out = TRY(of_service(parts, joined(parts), request));
  } else if (!request.reads) {
    out = TRY(refused_write(method, parts));
  } else {
    if (request.has_query && request.query != "write=true") return malformed("a query where there is none");
    out = TRY(of_package(parts));
    if (request.has_query) out = refused("publish");
  }
  out.head = method == "HEAD" && out.kind != RouteKind::refused;
  return out;
}

}  // namespace cordon::registry
