// .npmrc, .yarnrc, .yarnrc.yml and bunfig.toml: the same text as each of them, alone and all together.
#include <string>

#include "check_inventory.h"
#include "inventory/client_config_read.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

constexpr const char* kNames[] = {".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml", ".bunfig.toml"};
constexpr std::string_view kBelow = "https://below.example.test/";

// A web address without the user and the password that the file may have put into it.
void check_address(std::string_view url) {
  fuzz::expect(fuzz::is_visible(url));
  const std::size_t host = url.find("://");
  fuzz::expect(host != std::string_view::npos && (url.starts_with("http://") || url.starts_with("https://")));
  const std::string_view rest = url.substr(host + 3);
  fuzz::expect(rest.substr(0, rest.find_first_of("/\\")).find('@') == std::string_view::npos);
  fuzz::expect(rest.find_first_of("?# ") == std::string_view::npos);
}

void check_config(const ClientConfig& config, const fuzz::FileLines& files) {
  check_address(config.default_registry);
  for (const auto& [name, url] : config.scopes) {
    fuzz::expect(name.starts_with('@') && utf8::find_invalid(name) == std::string_view::npos);
    check_address(url);
    fuzz::expect(config.registry_for(name + "/a") == url || name.find('/') != std::string::npos);
  }
  fuzz::expect(config.ignore_scripts != config.ignore_scripts_place.empty());
  if (!config.ignore_scripts) return;
  const std::size_t colon = config.ignore_scripts_place.rfind(':');
  const auto file = files.find(config.ignore_scripts_place.substr(0, colon));
  const int line = std::stoi(config.ignore_scripts_place.substr(colon + 1));
  fuzz::expect(file != files.end() && line >= 1 && static_cast<std::uint32_t>(line) <= file->second);
}

void check_files(const std::map<std::string, std::string, std::less<>>& texts) {
  fuzz::FileLines files;
  std::map<std::string, std::string, std::less<>> tree_files;
  for (const auto& [name, text] : texts) {
    files.emplace("app/" + name, fuzz::lines_of(text));
    tree_files.emplace("sub/" + name, text);
  }
  const MemoryTree tree(std::move(tree_files));
  ClientConfig below;
  below.default_registry = kBelow;
  below.scopes["@below"] = kBelow;
  std::vector<model::FileUnread> unread, again;
  const ClientConfig config = read_client_config(tree, "sub", "app", below, unread);
  check_config(config, files);
  fuzz::expect(config.scopes.contains("@below"));
  for (const model::FileUnread& note : unread) fuzz::check_unread(note, files);
  fuzz::expect(config.sources.size() == texts.size());
  const ClientConfig second = read_client_config(tree, "sub", "app", below, again);
  fuzz::expect(second.default_registry == config.default_registry && second.scopes == config.scopes &&
               second.ignore_scripts_place == config.ignore_scripts_place && again == unread);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::map<std::string, std::string, std::less<>> all;
  for (const char* name : kNames) {
    check_files({{name, text}});
    all.emplace(name, text);
  }
  check_files(all);
  return 0;
}
