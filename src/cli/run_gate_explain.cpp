// `cordon gate explain` and `waive`: what a gate wrote down, and who lets something through.
#include <cstdio>
#include <ctime>

#include "base/date.h"
#include "base/json_write.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_commands.h"
#include "cli/gate_options.h"
#include "cli/outputs.h"
#include "gate/ledger.h"

namespace cordon::cli {
namespace {

constexpr std::uint32_t kMostDecisions = 200;

struct Named {
  std::string name, version;
};

// "name@version": the last @ that is not the first letter.
Named named(const std::string& text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string::npos || at == 0) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

Result<gate::Ledger> open_ledger(const GateArguments& arguments) {
  const std::string folder = TRY(gate_folder(arguments));
  Result<gate::Ledger> ledger = gate::Ledger::open(folder + "/ledger.db");
  if (!ledger && ledger.error().code == ErrorCode::not_found)
    return fail(ErrorCode::not_found,
                "no gate has kept anything in " + text::visible(folder) + ": name the folder of yours with --folder");
  return ledger;
}

std::string line_of(const gate::StoredDecision& one) {
  std::string out = time_of(one.at) + "  " + (one.held ? "held  " : "passed") + "  " + text::visible(one.name);
  if (!one.version.empty()) out += "@" + text::visible(one.version);
  // What a document withholds it withholds from every client.
  const std::string all =
      one.held ? "withheld from the list of versions" : "left in the list of versions: the gate only observes";
  out += "  (" + (one.client.empty() ? all : text::visible(one.client)) + ")\n";
  if (!one.rule.empty()) out += "    " + text::visible(one.rule) + ": " + text::visible(one.reason) + "\n";
  return out;
}

// What a gate wrote down of a package.
struct Explained {
  std::vector<gate::StoredDecision> decisions;
  std::vector<gate::StoredAudit> audited;
};

std::string text_of(const std::vector<gate::StoredAudit>& audited) {
  std::string out;
  for (const gate::StoredAudit& one : audited)
    out += time_of(one.at) + "  " + text::visible(one.name) + "@" + text::visible(one.version) + " was at " +
           text::visible(one.address) + ", by its audit (" + text::visible(one.client) + ")" +
           (one.malware.empty() ? "" : ": known malware, " + text::visible(one.malware)) + "\n";
  return out;
}

std::string text_of(const Explained& explained, const GateArguments& arguments) {
  const std::vector<gate::StoredDecision>& decisions = explained.decisions;
  std::string out = text_of(explained.audited);
  if (decisions.empty())
    return out + "No decision of the gate" +
           (arguments.package.empty() ? "" : " on " + text::visible(arguments.package)) + " is written down here.\n";
  bool is_held = false;
  for (const gate::StoredDecision& one : decisions) {
    out += line_of(one);
    is_held = is_held || one.held;
  }
  if (is_held)
    out += "\nTo let one through: cordon gate waive NAME@VERSION --rule RULE --owner WHO --reason WHY --expires DATE\n";
  return out;
}

std::string json_of(const Explained& explained) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("schema", "cordon.gate-decisions/1").key("decisions").begin_array();
  for (const gate::StoredDecision& one : explained.decisions) {
    writer.begin_object().member("time", time_of(one.at)).member("name", one.name).member("version", one.version);
    writer.member("held", one.held).member("rule", one.rule).member("reason", one.reason).member("client", one.client);
    writer.end_object();
  }
  writer.end_array().key("audited").begin_array();
  for (const gate::StoredAudit& one : explained.audited) {
    writer.begin_object().member("time", time_of(one.at)).member("name", one.name).member("version", one.version);
    writer.member("address", one.address).member("client", one.client).member("malware", one.malware).end_object();
  }
  writer.end_array().end_object();
  return out + "\n";
}

std::string text_of(const std::vector<gate::StoredWaiver>& waivers) {
  if (waivers.empty()) return "Nothing is waived.\n";
  std::string out;
  for (const gate::StoredWaiver& one : waivers)
    out += std::to_string(one.id) + "  " + text::visible(one.name) +
           (one.version.empty() ? "" : "@" + text::visible(one.version)) + "  " +
           (one.rule.empty() ? "any rule" : text::visible(one.rule)) + "  until " + one.expires + "  " +
           text::visible(one.owner) + ": " + text::visible(one.reason) + "\n";
  return out;
}

std::string json_of(const std::vector<gate::StoredWaiver>& waivers) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("schema", "cordon.gate-waivers/1").key("waivers").begin_array();
  for (const gate::StoredWaiver& one : waivers) {
    writer.begin_object().member("id", one.id).member("name", one.name).member("version", one.version);
    writer.member("rule", one.rule).member("owner", one.owner).member("reason", one.reason);
    writer.member("expires", one.expires).end_object();
  }
  writer.end_array().end_object();
  return out + "\n";
}

Result<gate::StoredWaiver> new_waiver(const GateArguments& arguments) {
  for (const auto& [value, option] : {std::pair{&arguments.owner, "--owner"}, std::pair{&arguments.reason, "--reason"},
                                      std::pair{&arguments.expires, "--expires"}})
    if (value->empty()) return fail(ErrorCode::usage, std::string("a waiver needs ") + option);
  if (!is_date(arguments.expires))
    return fail(ErrorCode::usage, "--expires must be a date, YYYY-MM-DD, not " + text::visible(arguments.expires));
  if (arguments.expires < date_of(std::time(nullptr) / 86'400))
    return fail(ErrorCode::usage, "--expires " + arguments.expires + " has passed already");
  const Named what = named(arguments.package);
  return gate::StoredWaiver{
      0, what.name, what.version, arguments.rule, arguments.owner, arguments.reason, arguments.expires};
}

}  // namespace

Result<int> gate_explain(const GateArguments& arguments) {
  gate::Ledger ledger = TRY(open_ledger(arguments));
  const Named what = named(arguments.package);
  Explained found{TRY(ledger.decisions(what.name, kMostDecisions)), TRY(ledger.audited(what.name, kMostDecisions))};
  if (!what.version.empty()) {
    std::erase_if(found.decisions, [&](const gate::StoredDecision& one) { return one.version != what.version; });
    std::erase_if(found.audited, [&](const gate::StoredAudit& one) { return one.version != what.version; });
  }
  TRY(write_standard_output(arguments.format == "json" ? json_of(found) : text_of(found, arguments)));
  return 0;
}

Result<int> gate_waive(const GateArguments& arguments) {
  gate::Ledger ledger = TRY(open_ledger(arguments));
  if (arguments.remove != 0) {
    if (!TRY(ledger.remove_waiver(arguments.remove)))
      return fail(ErrorCode::not_found, "there is no waiver with the number " + std::to_string(arguments.remove));
  } else if (!arguments.package.empty()) {
    const gate::StoredWaiver waiver = TRY(new_waiver(arguments));
    TRY(ledger.add_waiver(waiver));
  }
  const std::vector<gate::StoredWaiver> waivers = TRY(ledger.waivers());
  TRY(write_standard_output(arguments.format == "json" ? json_of(waivers) : text_of(waivers)));
  return 0;
}

}  // namespace cordon::cli
