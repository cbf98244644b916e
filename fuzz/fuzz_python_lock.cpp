// The lockfiles of Python and the manifests beside them (input_files.h). The first byte says whose file the rest is.
#include <string>

#include "base/json.h"
#include "base/toml.h"
#include "input_files.h"
#include "inventory/pypi/manifest_only.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/pdm_lock.h"
#include "inventory/pypi/pipfile_lock.h"
#include "inventory/pypi/poetry_lock.h"
#include "inventory/pypi/pylock.h"
#include "inventory/pypi/uv_lock.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

struct Case {
  char letter;
  const char* path;
  Reader read;
  const char* list;  // of packages
};
constexpr Case kCases[] = {{'u', "app/uv.lock", pypi::read_uv_lock, "package"},
                           {'o', "app/poetry.lock", pypi::read_poetry_lock, "package"},
                           {'d', "app/pdm.lock", pypi::read_pdm_lock, "package"},
                           {'y', "app/pylock.toml", pypi::read_pylock, "packages"},
                           {'i', "app/Pipfile.lock", pypi::read_pipfile_lock, nullptr},
                           {'p', "app/pyproject.toml", pypi::read_pyproject, nullptr},
                           {'f', "app/Pipfile", pypi::read_pipfile, nullptr}};

bool is_there(const model::Inventory& inventory, const std::string& name) {
  return std::ranges::any_of(inventory.components, [&](const auto& each) { return each.name == name; }) ||
         std::ranges::any_of(inventory.roots, [&](const auto& each) { return each.name == name; });
}

bool is_said(const model::Inventory& inventory, std::uint32_t line) {
  return std::ranges::any_of(inventory.unread, [&](const model::FileUnread& each) {
    return each.code == "too_many" || (each.path == inventory.path && each.line == line);
  });
}

// Every package of the list is a component or a root, or named as unread.
void check_packages(const model::Inventory& inventory, Value list) {
  std::size_t looked_at = 0;
  for (const Value entry : list.elements()) {
    if (++looked_at > 1000) return;  // quadratic
    const Value name = entry["name"];
    fuzz::expect(is_said(inventory, entry.line()) ||
                 (name.is_string() && is_there(inventory, pypi::normal_name(name.text()))));
  }
}

void check_categories(const model::Inventory& inventory, Value root) {
  std::size_t looked_at = 0;
  for (const Value::Member& category : root.members())
    for (const Value::Member& entry : category.key == "_meta" ? Value().members() : category.value.members()) {
      if (++looked_at > 1000) return;
      fuzz::expect(is_said(inventory, entry.line()) || is_there(inventory, pypi::normal_name(entry.key)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Case* const chosen = std::ranges::find(kCases, static_cast<char>(data[0]), &Case::letter);
  if (chosen == std::end(kCases)) return 0;
  fuzz::InputTree tree;
  const std::string text =
      fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size).substr(1), "app", tree);
  model::Registries registries;
  registries.add({"registry.example.test", "pypi", model::RegistryClass::public_});
  const ClientConfig client;
  ReadContext context;
  context.display_path = chosen->path;
  context.tree = &tree;
  context.directory = "app";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto inventory = fuzz::check_reader(chosen->read, text, context, tree.lines(""));
  if (!inventory) return 0;
  if (chosen->list != nullptr) {
    const auto document = toml::parse(text, context.limits);
    check_packages(*inventory, document->root()[chosen->list]);
  } else if (chosen->letter == 'i') {
    const auto document = json::parse(text, {.comments = false, .limits = context.limits});
    check_categories(*inventory, document->root());
  }
  return 0;
}
