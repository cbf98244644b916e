// Workflows and actions of GitHub.
#include <string>

#include "base/yaml.h"
#include "check_inventory.h"
#include "inventory/github_actions/workflow.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every `uses:` of a step or job is a component or named as unread.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto document = yaml::parse(text, limits);
  fuzz::expect(document.has_value());
  fuzz::SpokenFor spoken(inventory);
  const Value jobs = document->root()["jobs"];
  for (const Value::Member& job : jobs.members()) {
    if (const Value uses = job.value["uses"]) spoken.expect_entry(uses.line());
    const Value steps = job.value["steps"];
    for (const Value step : steps.elements())
      if (const Value uses = step["uses"]) spoken.expect_entry(uses.line());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = ".github/workflows/ci.yml";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  if (const auto inventory = fuzz::check_reader(github_actions::read_workflow, text, context))
    check_entries(*inventory, text, context.limits);
  fuzz::check_reader(github_actions::read_action, text, context);
  return 0;
}
