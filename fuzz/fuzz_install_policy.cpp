// What decides whether install scripts run: the lists in package.json and pnpm-workspace.yaml, what clients are told to
// load, and the words of a command. The first line is the name of the file, the rest the file.
#include <set>
#include <string>

#include "check_inventory.h"
#include "inventory/npm/allow_lists.h"
#include "inventory/npm/build_decision.h"
#include "inventory/npm/client_code.h"
#include "inventory/npm/started_files.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

void check_command(std::string_view text) {
  const auto files = npm::started_files(text);
  fuzz::expect(files.size() <= npm::kMostStartedFiles);
  fuzz::expect(std::set<std::string>(files.begin(), files.end()).size() == files.size());
  for (const std::string& file : files)
    fuzz::expect(!file.empty() && !file.starts_with('/') && !file.starts_with("../") && file != "..");
}

// What a list denies by name it does not allow, whatever it proves (npm before 11.16 heeds none); what nothing names is
// allowed by no list.
void check_decisions(npm::AllowLists lists) {
  npm::BuildPolicy policy;
  policy.lists = std::move(lists);
  model::Component component;
  component.origin = model::Origin::registry;
  component.version = "1.0.0";
  for (const npm::BuildRule& rule : policy.lists.npm) {
    component.name = rule.package;
    policy.client = model::Client::npm;
    const npm::BuildDecision decision = npm::decide_dependency(policy, component, "");
    fuzz::expect(!decision.denied || decision.state == model::RunState::blocked ||
                 decision.state == model::RunState::unknown);
  }
  component.name = "no-list\nnames-this";
  for (const model::Client client : {model::Client::npm, model::Client::yarn_berry, model::Client::pnpm,
                                     model::Client::bun, model::Client::yarn_classic}) {
    policy.client = client;
    const npm::BuildDecision decision = npm::decide_dependency(policy, component, "");
    fuzz::expect(decision.state != model::RunState::allowed || policy.lists.pnpm_everything);
    fuzz::expect(!decision.denied);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view name = input.substr(0, end);
  const std::string text(input.substr(std::min(end + 1, input.size())));
  const std::uint32_t lines = fuzz::lines_of(text);
  Limits limits;
  limits.entries = 100'000;
  check_command(text);
  if (const auto codes = npm::read_client_code(name, text, limits))
    for (const npm::ClientCode& code : *codes) fuzz::expect(code.line >= 1 && code.line <= lines);
  std::vector<model::FileUnread> unread;
  auto lists = npm::read_allow_lists(text, "package.json", unread, limits);
  if (!lists) lists = npm::AllowLists();
  if (auto workspace = npm::read_pnpm_workspace(text, "pnpm-workspace.yaml", limits))
    npm::add_pnpm_settings(std::move(*workspace), *lists);
  check_decisions(std::move(*lists));
  return 0;
}
