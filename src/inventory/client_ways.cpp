#include "inventory/client_ways.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "base/toml.h"
#include "base/yaml.h"

namespace cordon::inventory {
namespace {

struct Row {
  std::string_view key;
  WayKind kind;
  std::string_view counts = {};  // the one value that matters; empty: any
};

// npm's file, which pnpm and yarn 1 read, too; "noproxy" takes the gate's own address back to a proxy at most.
constexpr Row kNpmrc[] = {
    {"proxy", WayKind::proxy},
    {"https-proxy", WayKind::proxy},
    {"http-proxy", WayKind::proxy},
    {"ca", WayKind::trust},
    {"ca[]", WayKind::trust},
    {"cafile", WayKind::trust},
    {"strict-ssl", WayKind::trust, "false"},
    {"cache", WayKind::stored},
    {"store-dir", WayKind::stored},
    {"cache-dir", WayKind::stored},
    {"yarn-offline-mirror", WayKind::stored},
    {"replace-registry-host", WayKind::direct, "never"},
};
constexpr Row kYarnrc[] = {
    {"proxy", WayKind::proxy},
    {"https-proxy", WayKind::proxy},
    {"ca", WayKind::trust},
    {"cafile", WayKind::trust},
    {"strict-ssl", WayKind::trust, "false"},
    {"yarn-offline-mirror", WayKind::stored},
    {"cache-folder", WayKind::stored},
    {"--cache-folder", WayKind::stored},
};
constexpr Row kYarnrcYml[] = {
    {"httpProxy", WayKind::proxy},
    {"httpsProxy", WayKind::proxy},
    {"httpsCaFilePath", WayKind::trust},
    {"caFilePath", WayKind::trust},
    {"enableStrictSsl", WayKind::trust, "false"},
    {"globalFolder", WayKind::stored},
};
constexpr Row kPnpm[] = {
    {"httpProxy", WayKind::proxy}, {"httpsProxy", WayKind::proxy}, {"proxy", WayKind::proxy},
    {"ca", WayKind::trust},        {"cafile", WayKind::trust},     {"strictSsl", WayKind::trust, "false"},
    {"storeDir", WayKind::stored}, {"cacheDir", WayKind::stored},
};
constexpr Row kBunfig[] = {{"ca", WayKind::trust}, {"cafile", WayKind::trust}, {"cache", WayKind::stored}};
// Of one host in yarn's networkSettings.
constexpr Row kNetwork[] = {{"httpProxy", WayKind::proxy},
                            {"httpsProxy", WayKind::proxy},
                            {"httpsCaFilePath", WayKind::trust},
                            {"caFilePath", WayKind::trust}};

// "http://proxy.example.test:3128" of "http://name:password@proxy.example.test:3128/".
std::string without_password(std::string_view address) {
  const std::size_t scheme = address.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t end = std::min(address.find_first_of("/\\?#", host), address.size());
  const std::size_t at = address.substr(host, end - host).rfind('@');
  std::string out(address.substr(0, end));
  if (at != std::string_view::npos) out.erase(host, at + 1);
  return out;
}

// A folder that comes with the project: neither the user's own nor one of the machine.
bool is_of_project(std::string_view folder) {
  return !folder.starts_with('/') && !folder.starts_with('~') && !folder.starts_with("${") &&
         !folder.starts_with("$HOME");
}

std::string_view unquoted(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

class Collector {
 public:
  explicit Collector(std::span<const Row> rows) : rows_(rows) {}

  void setting(std::string_view key, std::string_view value, std::uint32_t line, std::string_view above = {}) {
    const auto row = std::ranges::find(rows_, key, &Row::key);
    // "null" and "false" turn a proxy or a file off.
    if (row == rows_.end() || value.empty() || value == "null") return;
    if (row->counts.empty() ? value == "false" : value != row->counts) return;
    if (row->kind == WayKind::stored && !is_of_project(value)) return;
    if (row->kind == WayKind::proxy && value.starts_with("${")) return;  // whoever installs says which
    const bool is_certificate = key == "ca" || key == "ca[]";
    std::string name = above.empty() ? std::string(key) : std::string(above) + "." + std::string(key);
    out_.push_back({row->kind, std::move(name),
                    is_certificate                ? std::string()
                    : row->kind == WayKind::proxy ? without_password(value)
                                                  : std::string(value),
                    line});
  }

  void members(const Value& object, std::string_view above = {}) {
    for (const Value::Member member : object.members()) {
      const bool is_list = member.value.is_array() && member.value.size() > 0;
      setting(member.key, is_list ? std::string_view("(a list)") : member.value.text(), member.line(), above);
    }
  }

  // yarn 1: "key value".
  void yarnrc(std::string_view text) {
    for (std::uint32_t number = 1; !text.empty(); ++number) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = unquoted(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::size_t space = line.find(' ');
      if (line.starts_with('#') || space == std::string_view::npos) continue;
      setting(unquoted(line.substr(0, space)), unquoted(line.substr(space + 1)), number);
    }
  }

  void network(const Value& hosts) {
    const std::span<const Row> own = rows_;
    rows_ = kNetwork;
    for (const Value::Member host : hosts.members()) members(host.value, "networkSettings." + std::string(host.key));
    rows_ = own;
  }

  std::vector<ClientWay> finish() { return std::move(out_); }

 private:
  std::span<const Row> rows_;
  std::vector<ClientWay> out_;
};

}  // namespace

std::vector<ClientWay> read_client_ways(ConfigForm form, const std::string& text) {
  switch (form) {
    case ConfigForm::npmrc: {
      Collector out(kNpmrc);
      each_npmrc_setting(text, [&](std::string_view key, std::string_view value, std::uint32_t line) {
        // Of one registry alone: "//host/:cafile".
        const std::size_t host = key.starts_with("//") ? key.rfind(':') + 1 : 0;
        out.setting(key.substr(host), value, line, key.substr(0, host == 0 ? 0 : host - 1));
      });
      return out.finish();
    }
    case ConfigForm::yarnrc: {
      Collector out(kYarnrc);
      out.yarnrc(text);
      return out.finish();
    }
    case ConfigForm::yarnrc_yml: {
      Collector out(kYarnrcYml);
      if (const Result<Document> document = yaml::parse(text)) {
        out.members(document->root());
        out.network(document->root()["networkSettings"]);
      }
      return out.finish();
    }
    case ConfigForm::pnpm_workspace: {
      Collector out(kPnpm);
      if (const Result<Document> document = yaml::parse(text)) out.members(document->root());
      return out.finish();
    }
    case ConfigForm::bunfig: {
      Collector out(kBunfig);
      const Result<Document> document = toml::parse(text);
      if (!document) return {};
      const Value install = document->root()["install"];
      out.members(install);
      if (const Value folder = install["cache"]["dir"]) out.setting("cache", folder.text(), folder.line(), "install");
      return out.finish();
    }
  }
  return {};
}

}  // namespace cordon::inventory
