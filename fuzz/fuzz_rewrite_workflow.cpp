// The rewriter of workflows against their readers: a workflow or action, and the commit that every tag in it becomes.
#include <string>

#include "base/yaml.h"
#include "change/rewrite/workflow.h"
#include "check_inventory.h"
#include "inventory/github_actions/workflow.h"

using namespace cordon;

namespace {

const std::string kCommit(40, 'c');

void check_reader(inventory::Reader read, const std::string& before, const std::string& after) {
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = ".github/workflows/ci.yml";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto old = read(before, context), now = read(after, context);
  fuzz::expect(old.has_value() == now.has_value());
  if (old) fuzz::expect(old->components.size() == now->components.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.entries = 100'000;
  const auto found = change::uses_in_workflow(text, limits);
  const auto same = change::pin_uses(text, {}, limits);
  fuzz::expect(found.has_value() == same.has_value());
  if (!found) return 0;
  fuzz::expect(*same == text);
  std::string now = text;
  for (const change::FoundUses& uses : *found) {
    const change::UsesParts parts = change::uses_parts(uses.value);
    const std::string_view tag = change::tag_in_comment(uses.comment, parts.repository);
    fuzz::expect(tag.size() <= uses.comment.size());
    if (parts.ref.empty() || change::is_full_commit(parts.ref)) continue;
    const auto changed = change::pin_uses(now, {{uses.line, uses.value, kCommit}}, limits);
    if (!changed) {
      fuzz::expect(!changed.error().message.empty());
      continue;  // what it does not understand it refuses
    }
    fuzz::expect(changed->size() >= now.size());
    now = *changed;
    const auto again = change::uses_in_workflow(now, limits);
    fuzz::expect(again.has_value() && again->size() == found->size());
  }
  check_reader(inventory::github_actions::read_workflow, text, now);
  check_reader(inventory::github_actions::read_action, text, now);
  return 0;
}
