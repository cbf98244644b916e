#include "model/registries.h"

#include <algorithm>
#include <iterator>

#include "model/default_registry.h"

namespace cordon::model {
namespace {

// The one table of public registries and mirrors, by registrable domain; by host where the domain also names packages,
// and by address where the host serves everything else, too.
const RegistryRow kTable[] = {
    {"npmjs.org", "npm", RegistryClass::public_},
    {"npmjs.com", "npm", RegistryClass::public_},
    {"yarnpkg.com", "npm", RegistryClass::public_},
    {"jsr.io", "jsr", RegistryClass::public_},
    {"npmmirror.com", "npmmirror", RegistryClass::mirror},
    {"cnpmjs.org", "npmmirror", RegistryClass::mirror},
    {"taobao.org", "npmmirror", RegistryClass::mirror},
    {"pypi.org", "pypi", RegistryClass::public_},
    {"pythonhosted.org", "pypi", RegistryClass::public_},
    {"pypi.python.org", "pypi", RegistryClass::public_},
    // Anybody may take any name there, whoever has it in the real one.
    {"test.pypi.org", "testpypi", RegistryClass::unknown},
    {"test-files.pythonhosted.org", "testpypi", RegistryClass::unknown},
    {"mirrors.aliyun.com/pypi", "aliyun-pypi", RegistryClass::mirror},
    {"pypi.tuna.tsinghua.edu.cn", "tuna-pypi", RegistryClass::mirror},
    {"mirrors.tuna.tsinghua.edu.cn/pypi", "tuna-pypi", RegistryClass::mirror},
    {"pypi.mirrors.ustc.edu.cn", "ustc-pypi", RegistryClass::mirror},
    {"crates.io", "crates", RegistryClass::public_},
    {"github.com/rust-lang/crates.io-index", "crates", RegistryClass::public_},
    {"rsproxy.cn", "rsproxy", RegistryClass::mirror},
    {"proxy.golang.org", "go", RegistryClass::public_},
    {"goproxy.cn", "goproxy", RegistryClass::mirror},
    {"goproxy.io", "goproxy", RegistryClass::mirror},
};

bool at_or_below(std::string_view host, std::string_view domain) {
  if (host == domain) return true;
  return host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

// Whether the address, whose host is given, is that of the row: at or below its host, and below its path if it has one.
bool is_of(const RegistryRow& row, std::string_view host, std::string_view url) {
  const std::string_view domain = std::string_view(row.domain).substr(0, row.domain.find('/'));
  if (!at_or_below(host, domain)) return false;
  if (domain.size() == row.domain.size()) return true;
  const std::string_view path = std::string_view(row.domain).substr(domain.size());
  url.remove_prefix(url.find("://") + 3);
  url.remove_prefix(std::min(url.find('/'), url.size()));
  url = url.substr(0, url.find_first_of("?#"));
  return url.starts_with(path) && (url.size() == path.size() || url[path.size()] == '/');
}

std::string_view scope_of(std::string_view name) {
  if (!name.starts_with('@')) return {};
  return name.substr(0, name.find('/'));
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The scheme of a web address.
struct WebScheme {
  std::size_t end =
      0;  // behind "http:" or "https:" and what a client passes over before and inside it; 0: there is none
  bool encrypted = false;
};

WebScheme web_scheme(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && static_cast<unsigned char>(text[at]) <= ' ') ++at;
  std::string scheme;
  for (; at < text.size() && scheme.size() < 6; ++at) {
    const char c = text[at];
    if (c == '\t' || c == '\r' || c == '\n') continue;
    scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (c != ':') continue;
    if (scheme == "http:") return {at + 1, false};
    return scheme == "https:" ? WebScheme{at + 1, true} : WebScheme{};
  }
  return {};
}

}  // namespace

std::string_view default_registry(std::string_view ecosystem) {
  return ecosystem == "npm" ? "https://registry.npmjs.org/" : "";
}

std::string_view default_registry_of_yarn() { return "https://registry.yarnpkg.com/"; }

std::vector<std::string_view> known_registries() {
  // Without a table entry, releases of an ecosystem are of a registry that has its name.
  std::vector<std::string_view> out{"npm", "jsr", "pypi", "crates", "go", "github-actions", "docker"};
  for (const RegistryRow& row : kTable)
    if (std::find(out.begin(), out.end(), row.id) == out.end()) out.push_back(row.id);
  return out;
}

Registries::Registries() : rows_(std::begin(kTable), std::end(kTable)) {}

void Registries::add(RegistryRow row) { rows_.push_back(std::move(row)); }

void Registries::declare_private(PrivateDeclaration declaration) {
  const auto append = [](std::vector<std::string>& to, std::vector<std::string>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  append(private_.hosts, declaration.hosts);
  append(private_.scopes, declaration.scopes);
  append(private_.names, declaration.names);
}

bool Registries::is_web_address(std::string_view text) { return web_scheme(text).end != 0; }

std::string_view Registries::web_address(std::string_view text, std::string& storage) {
  const WebScheme scheme = web_scheme(text);
  if (scheme.end == 0) return {};
  while (static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  const bool usual = text.starts_with("http://") || text.starts_with("https://");
  if (usual && text.find_first_of("\\\t\r\n") == std::string_view::npos && !text.substr(scheme.end).starts_with("///"))
    return text;
  // What stands behind the path is kept as it is.
  std::string_view rest = text.substr(scheme.end);
  rest.remove_prefix(std::min(rest.find_first_not_of("/\\\t\r\n"), rest.size()));
  const std::size_t path_end = std::min(rest.find_first_of("?#"), rest.size());
  storage = scheme.encrypted ? "https://" : "http://";
  for (std::size_t i = 0; i < rest.size(); ++i)
    if (rest[i] != '\t' && rest[i] != '\r' && rest[i] != '\n')
      storage += rest[i] == '\\' && i < path_end ? '/' : rest[i];
  return storage;
}

std::string Registries::host_of(std::string_view url) {
  std::string storage;
  std::string_view rest = web_address(url, storage);
  if (rest.empty()) rest = url;
  const std::size_t scheme = rest.find("://");
  if (scheme == std::string_view::npos) return {};
  rest.remove_prefix(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const std::size_t user = rest.rfind('@'); user != std::string_view::npos) rest.remove_prefix(user + 1);
  if (rest.starts_with('[')) {
    rest = rest.substr(0, rest.find(']') + 1);  // npos + 1 == 0 gives an empty host for a malformed address
  } else {
    rest = rest.substr(0, rest.find(':'));
  }
  if (rest.ends_with('.')) rest.remove_suffix(1);
  std::string host(rest);
  for (char& c : host)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return host;
}

Registry Registries::classify(std::string_view ecosystem, std::string_view url, std::string_view name) const {
  const std::string host = host_of(url);
  const std::string_view scope = scope_of(name);
  const bool declared = contains(private_.names, name) || (!scope.empty() && contains(private_.scopes, scope));
  if (host.empty()) {
    if (is_web_address(url)) return {std::string(), RegistryClass::unknown};  // an address that leads nowhere
    return {std::string(ecosystem), declared ? RegistryClass::private_ : RegistryClass::public_};
  }
  for (const std::string& domain : private_.hosts)
    if (at_or_below(host, domain)) return {host, RegistryClass::private_};
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
    // A name declared private that comes from a public registry is the confusion itself: it stays public.
    if (is_of(*row, host, url)) return {row->id, row->class_};
  }
  // Who says which hosts are private says that no other one is.
  return {host, declared && private_.hosts.empty() ? RegistryClass::private_ : RegistryClass::unknown};
}

}  // namespace cordon::model
