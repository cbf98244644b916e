// go.mod with the go.sum and vendor/modules.txt beside it (input_files.h).
#include <string>

#include "input_files.h"
#include "inventory/go/go_mod.h"
#include "inventory/go/mod_file.h"
#include "inventory/go/sum_file.h"
#include "inventory/go/vendor_modules.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every module that is required is a component or named as unread.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto file = go::parse_mod_file(text, limits);
  fuzz::expect(file.has_value());
  fuzz::SpokenFor spoken(inventory);
  for (const go::Requirement& each : file->requirements) spoken.expect_entry(each.line);
  for (const Error& problem : file->problems) spoken.expect_entry(problem.line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  const std::string text = fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "app", tree);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/go.mod";
  context.tree = &tree;
  context.directory = "app";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  if (const auto inventory = fuzz::check_reader(go::read_go_mod, text, context, tree.lines("")))
    check_entries(*inventory, text, context.limits);
  (void)go::parse_sum_file(text, context.limits);
  (void)go::parse_vendored_modules(text, context.limits);
  return 0;
}
