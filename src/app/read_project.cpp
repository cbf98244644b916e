#include "app/read_project.h"

#include "app/read_document.h"
#include "inventory/conflicts.h"
#include "inventory/implausible.h"
#include "inventory/javascript/vendored.h"
#include "inventory/npm/manifest_only.h"
#include "inventory/npm/package_lock.h"
#include "inventory/npm/pnpm_lock.h"
#include "inventory/npm/pnpm_store_names.h"
#include "inventory/npm/yarn_integrity_file.h"
#include "inventory/npm/yarn_state.h"
#include "inventory/pypi/installed_files.h"
#include "inventory/pypi/site_packages.h"
#include "inventory/unread_formats.h"

namespace cordon::app {
namespace {

std::string join(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  return std::string(directory) + "/" + std::string(name);
}

// For all scripts of a target, on the clock on the wall; real trees take seconds.
constexpr std::chrono::seconds kTimeForScripts{120};

class ProjectReader {
 public:
  ProjectReader(const Target& target, const inventory::Project& found, const ReadSettings& settings)
      : target_(target), found_(found), settings_(settings) {}

  ProjectRead run(bool manifest_covered) {
    checks::Project& project = out_.project;
    project.tree = target_.tree.get();
    project.registries = settings_.registries;
    project.directory = found_.directory;
    project.display_directory = found_.directory.empty() ? std::string() : target_.display(found_.directory);
    if (found_.ecosystem == "npm")
      project.clients = inventory::read_client_configs(
          *target_.tree, found_.directory, target_.display(found_.directory), settings_.user_config, out_.unread);
    for (std::size_t i = 0; i < found_.lockfiles.size(); ++i)
      if (const inventory::Format* format = found_.lockfiles[i];
          format == nullptr || !format->manifest || !manifest_covered)
        lockfile(found_.lockfile_names[i], format);
    if (!project.lockfiles.empty()) client_ = project.lockfiles.front().client;
    if (found_.has_manifest) manifest(manifest_covered);
    if (found_.has_installed_tree) installed_tree();
    if (!found_.scripts.empty()) scripts();
    return std::move(out_);
  }

 private:
  inventory::ReadContext context(const std::string& display_path, model::Client client) const {
    inventory::ReadContext context;
    context.display_path = display_path;
    context.tree = target_.tree.get();
    context.directory = found_.directory;
    context.registries = settings_.registries;
    context.client = &out_.project.clients.of(client);
    context.limits = settings_.limits;
    return context;
  }

  void unread(const std::string& path, const Error& error) {
    out_.unread.push_back({path, error.line, std::string(to_string(error.code)), error.message, true});
  }

  // What an inventory says of itself goes to Coverage.
  void note(model::Inventory& inventory) {
    inventory::note_implausible(inventory);
    out_.read.push_back({inventory.path, inventory.format, static_cast<std::uint32_t>(inventory.components.size())});
    out_.unread.insert(out_.unread.end(), inventory.unread.begin(), inventory.unread.end());
  }

  void lockfile(const std::string& name, const inventory::Format* format) {
    const std::string inside = join(found_.directory, name), display = target_.display(inside);
    Result<std::string> text = target_.tree->read(inside, settings_.limits.bytes);
    if (!text) return unread(display, text.error());
    if (format == nullptr ? looks_like_document(*text) : format->is_document())
      return document(std::move(*text), display);
    if (format == nullptr) format = inventory::format_of_content(*text);
    if (format == nullptr) {
      const std::string_view known = inventory::why_unread(name);
      return unread(display, Error{ErrorCode::unsupported_format,
                                   known.empty() ? "neither its name nor its content is that of a lockfile Cordon reads"
                                                 : std::string(known),
                                   0,
                                   0,
                                   {}});
    }
    const model::Client client = inventory::client_of(*format, *text);
    Result<model::Inventory> inventory =
        inventory::read_with_conflicts(format->read, std::move(*text), context(display, client));
    if (!inventory) return unread(display, inventory.error());
    inventory->client = client;
    inventory->ecosystem = format->ecosystem;
    note(*inventory);
    out_.project.lockfiles.push_back(std::move(*inventory));
  }

  void document(std::string text, const std::string& display) {
    const bool meant = may_be_document(text);
    Result<sbom::SbomDocument> document = read_document(
        std::move(text), {.display_path = display, .registries = settings_.registries, .limits = settings_.limits});
    if (!document) {
      // Other things are called bom.json, too. Whoever names a file means that one.
      const bool is_none =
          document.error().code == ErrorCode::unsupported_format && target_.only_file.empty() && !meant;
      if (is_none) document.error().message = "it has the name of an SBOM, and its content is none";
      unread(display, document.error());
      out_.unread.back().incomplete = !is_none;
      return;
    }
    note(document->inventory);
    out_.documents.emplace(display, std::move(document->facts));
    out_.project.lockfiles.push_back(std::move(document->inventory));
  }

  void manifest(bool covered) {
    const std::string inside = join(found_.directory, "package.json"), display = target_.display(inside);
    Result<std::string> text = target_.tree->read(inside, settings_.limits.bytes);
    if (!text) return unread(display, text.error());
    Result<inventory::npm::Manifest> parsed = inventory::npm::parse_manifest(*text, settings_.limits);
    if (!parsed) return unread(display, parsed.error());
    if (out_.project.lockfiles.empty()) client_ = inventory::client_named(parsed->package_manager);
    if (found_.lockfiles.empty() && !covered) {
      Result<model::Inventory> alone = inventory::npm::read_manifest_only(std::move(*text), context(display, client_));
      if (!alone) return unread(display, alone.error());
      alone->client = client_;
      note(*alone);
      out_.project.lockfiles.push_back(std::move(*alone));
    }
    out_.project.self = inventory::npm::read_self(*parsed, context(display, client_));
    out_.project.manifest = std::move(*parsed);
    out_.project.manifest_path = display;
  }

  void installed_tree() {
    if (found_.ecosystem == "pypi") return installed_python();
    const std::string modules = join(found_.directory, "node_modules"), display = target_.display(modules);
    Result<inventory::npm::InstalledTree> installed =
        inventory::npm::read_installed_tree(*target_.tree, found_.directory, context(display, client_));
    if (!installed) return unread(display, installed.error());
    note(installed->inventory);
    out_.project.installed = std::move(*installed);
    recorded(modules);
  }

  // The folder's display stands for its packages: a lockfile in it would be a file of it.
  void installed_python() {
    const std::string display = target_.display(found_.directory);
    Result<inventory::npm::InstalledTree> installed =
        inventory::pypi::read_site_packages(*target_.tree, found_.directory, context(display, model::Client::other));
    if (!installed) return unread(display, installed.error());
    installed->inventory.client = model::Client::other;
    installed->inventory.ecosystem = "pypi";
    note(installed->inventory);
    out_.project.installed = std::move(*installed);
    if (settings_.compare_installed_files) installed_files(display);
  }

  void installed_files(const std::string& display) {
    auto compared = inventory::pypi::compare_installed_files(*target_.tree, found_.directory, *out_.project.installed,
                                                             context(display, model::Client::other));
    if (!compared) return unread(display, compared.error());
    out_.unread.insert(out_.unread.end(), compared->unread.begin(), compared->unread.end());
    out_.project.installed_files = std::move(*compared);
  }

  void scripts() {
    if (settings_.libraries == nullptr) return;
    const bool is_named = !target_.only_file.empty();
    inventory::javascript::VendoredReader reader(*settings_.libraries,
                                                 target_.display(is_named ? target_.only_file : found_.directory));
    // Folders above the target tell as much as those in it: ".../vue/2.5.0/vue.min.js".
    const std::string above = is_named ? std::string() : target_.root + "/";
    const auto until = std::chrono::steady_clock::now() + kTimeForScripts;
    std::size_t done = 0;
    for (; done < found_.scripts.size() && std::chrono::steady_clock::now() < until; ++done) {
      const std::string &path = found_.scripts[done], display = target_.display(path);
      Result<std::string> text = target_.tree->read(path, settings_.limits.bytes);
      if (text) reader.add(is_named ? target_.place : above + path, display, std::move(*text), until);
      else unread(display, text.error());
    }
    if (done < found_.scripts.size())
      unread(target_.display(found_.scripts[done]),
             Error{ErrorCode::too_many,
                   std::to_string(found_.scripts.size() - done) +
                       " JavaScript files from here on were not looked at: it took too long",
                   0,
                   0,
                   {}});
    model::Inventory inventory = reader.finish();
    inventory.client = model::Client::other;
    note(inventory);
    if (!inventory.components.empty()) out_.project.lockfiles.push_back(std::move(inventory));
  }

  // What the client itself recorded after installing.
  void recorded(const std::string& modules) {
    out_.project.hidden_lockfile =
        hidden(join(modules, ".package-lock.json"), model::Client::npm, inventory::npm::read_package_lock);
    const std::string store = join(modules, ".pnpm"), lock = join(store, "lock.yaml");
    if (out_.project.hidden_lockfile) {
      if (target_.tree->info(lock))
        out_.unread.push_back(
            {target_.display(lock), 0, "superseded", "what pnpm recorded is not read beside what npm recorded", true});
    } else {
      out_.project.hidden_lockfile =
          inventory::npm::add_store_names(hidden(lock, model::Client::pnpm, inventory::npm::read_pnpm_lock),
                                          out_.project.installed->inventory, target_.display(store));
    }
    recorded_by_yarn(join(modules, ".yarn-state.yml"), model::Client::yarn_berry, inventory::npm::read_yarn_state);
    recorded_by_yarn(join(modules, ".yarn-integrity"), model::Client::yarn_classic,
                     inventory::npm::read_yarn_integrity_file);
    if (out_.project.hidden_lockfile) note(*out_.project.hidden_lockfile);
  }

  void recorded_by_yarn(const std::string& path, model::Client client, inventory::Reader read) {
    if (!out_.project.hidden_lockfile) out_.project.hidden_lockfile = hidden(path, client, read);
    else if (target_.tree->info(path))
      out_.unread.push_back({target_.display(path), 0, "superseded",
                             "what yarn recorded is not read beside what another client recorded", false});
  }

  std::optional<model::Inventory> hidden(const std::string& path, model::Client client, inventory::Reader read) {
    const std::string display = target_.display(path);
    Result<std::string> text = target_.tree->read(path, settings_.limits.bytes);
    if (!text) {
      if (text.error().code != ErrorCode::not_found) unread(display, text.error());
      return std::nullopt;
    }
    Result<model::Inventory> inventory = read(std::move(*text), context(display, client));
    if (!inventory) {
      unread(display, inventory.error());
      return std::nullopt;
    }
    inventory->client = client;
    return std::move(*inventory);
  }

  const Target& target_;
  const inventory::Project& found_;
  const ReadSettings& settings_;
  ProjectRead out_;
  model::Client client_ = model::Client::npm;  // for what is no lockfile: of the first one, else what package.json says
};

}  // namespace

ProjectRead read_project(const Target& target, const inventory::Project& found, bool manifest_covered,
                         const ReadSettings& settings) {
  return ProjectReader(target, found, settings).run(manifest_covered);
}

}  // namespace cordon::app
