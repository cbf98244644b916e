#include "app/client_files.h"

#include <filesystem>
#include <utility>

#include "app/config_edit.h"
#include "base/file_tree.h"
#include "base/json.h"
#include "base/os/amend_file.h"
#include "base/os/place_file.h"
#include "base/os/private_file.h"
#include "base/sha256.h"
#include "inventory/client_config.h"
#include "inventory/formats.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;
using model::Client;

constexpr std::uint64_t kMostBytes = 1u << 20, kMostLockfileBytes = 256u << 20;

struct FormName {
  ConfigForm form;
  std::string_view name;
};
constexpr FormName kForms[] = {{ConfigForm::npmrc, "npmrc"},
                               {ConfigForm::yarnrc, "yarnrc"},
                               {ConfigForm::yarnrc_yml, "yarnrc_yml"},
                               {ConfigForm::bunfig, "bunfig"},
                               {ConfigForm::pnpm_workspace, "pnpm_workspace"}};

std::vector<FormName> files_of(Client client, bool of_user) {
  const FormName npmrc{ConfigForm::npmrc, ".npmrc"};
  switch (client) {
    case Client::npm: return {npmrc};
    case Client::pnpm:
      return of_user ? std::vector{npmrc}
                     : std::vector{FormName{ConfigForm::pnpm_workspace, "pnpm-workspace.yaml"}, npmrc};
    case Client::yarn_classic: return {npmrc, {ConfigForm::yarnrc, ".yarnrc"}};
    case Client::yarn_berry: return {{ConfigForm::yarnrc_yml, ".yarnrc.yml"}};
    case Client::bun: return {npmrc, {ConfigForm::bunfig, of_user ? ".bunfig.toml" : "bunfig.toml"}};
    case Client::deno:
    case Client::other: break;
  }
  return {};
}

}  // namespace

Result<ClientFile> open_client_file(ConfigForm form, const std::string& path, std::string display) {
  const std::filesystem::path whole(path);
  std::string name = whole.filename().string(), folder = whole.parent_path().string();
  ClientFile out{form, path, std::move(display), std::nullopt};
  const Result<std::unique_ptr<FileTree>> tree = open_directory(folder);
  if (!tree && tree.error().code == ErrorCode::not_found) return out;
  if (!tree) return std::unexpected(tree.error());
  const Result<FileInfo> info = (*tree)->info(name);
  if (!info && info.error().code == ErrorCode::not_found) return out;
  if (!info) return std::unexpected(info.error());
  if (info->kind == EntryKind::symlink) {
    const LinkEnd end = TRY((*tree)->link_end(name));
    if (!end.inside)
      return fail(ErrorCode::outside_root, out.display + " is a link out of its folder: nothing is written through it");
    name = *end.inside;
    out.path = folder + "/" + name;
  }
  out.text = TRY((*tree)->read(name, kMostBytes));
  return out;
}

Result<std::vector<ClientFile>> client_files(Client client, bool of_user, const ClientFolders& folders) {
  std::vector<ClientFile> out;
  for (const FormName& each : files_of(client, of_user)) {
    const std::string name(each.name);
    std::string path = (of_user ? folders.home : folders.project) + "/" + name, display = of_user ? "~/" + name : name;
    if (of_user && each.form == ConfigForm::bunfig && folders.bun_home != folders.home)
      path = display = folders.bun_home + "/" + name;
    if (of_user && each.form == ConfigForm::npmrc && folders.npmrc != path) path = display = folders.npmrc;
    out.push_back(TRY(open_client_file(each.form, path, display)));
  }
  return out;
}

Result<ClientFile> file_to_change(std::vector<ClientFile> files) {
  for (ClientFile& each : files) {
    const bool is_own = &each == &files.back();
    const std::string registry = each.text ? TRY_CONTEXT(registry_in(each.form, *each.text), each.display) : "";
    if (is_own || !registry.empty()) return std::move(each);
  }
  return fail(ErrorCode::internal, "a client without files");
}

std::vector<Client> generations_of_yarn(bool of_user, const std::string& project) {
  const std::vector<Client> both{Client::yarn_classic, Client::yarn_berry};
  const auto tree = open_directory(project);
  if (of_user || !tree) return both;
  // An empty one only says where the project begins.
  const auto lockfile = (*tree)->read("yarn.lock", kMostLockfileBytes);
  if (lockfile && lockfile->find_first_not_of(" \t\r\n") != std::string::npos)
    return {inventory::client_of(*inventory::format_of_path("yarn.lock"), *lockfile)};
  if ((*tree)->info(".yarnrc.yml")) return {Client::yarn_berry};
  const auto manifest = (*tree)->read("package.json", kMostBytes);
  const auto document = manifest ? json::parse(*manifest) : Result<Document>(std::unexpected(manifest.error()));
  const Client named = document ? inventory::client_named(document->root()["packageManager"].text()) : Client::npm;
  return named == Client::yarn_classic || named == Client::yarn_berry ? std::vector{named} : both;
}

Result<void> write_client_file(const ClientFile& file, bool of_user, std::string_view text) {
  if (file.text) return os::amend_file(file.path, sha256(*file.text), text, "");
  if (of_user) return os::make_private_file(file.path, text);
  return os::place_file(file.path, text, false, os::Existing::kept);
}

Result<void> remove_client_file(const ClientFile& file) {
  TRY(os::check_amendable(file.path, sha256(file.text.value_or(""))));
  std::error_code error;
  std::filesystem::remove(file.path, error);
  if (error) return fail(ErrorCode::io, "cannot remove " + file.path + ": " + error.message());
  return {};
}

std::string_view name_of(ConfigForm form) {
  for (const FormName& each : kForms)
    if (each.form == form) return each.name;
  return {};
}

std::optional<ConfigForm> form_named(std::string_view name) {
  for (const FormName& each : kForms)
    if (each.name == name) return each.form;
  return std::nullopt;
}

std::string_view name_of(Client client) {
  switch (client) {
    case Client::npm: return "npm";
    case Client::pnpm: return "pnpm";
    case Client::yarn_classic: return "yarn 1";
    case Client::yarn_berry: return "yarn";
    case Client::bun: return "bun";
    case Client::deno: return "deno";
    case Client::other: break;
  }
  return {};
}

}  // namespace cordon::app
