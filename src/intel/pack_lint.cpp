#include "intel/pack_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "base/yaml.h"
#include "intel/pack_read.h"

namespace cordon::intel {
namespace {

class Remarks {
 public:
  explicit Remarks(std::vector<LintRemark>& out) : out_(out) {}
  void error(const Error& error) {
    out_.push_back({LintLevel::error, std::string(to_string(error.code)), error.line, error.message});
  }
  void warn(const char* code, std::uint32_t line, std::string message) {
    out_.push_back({LintLevel::warning, code, line, std::move(message)});
  }

 private:
  std::vector<LintRemark>& out_;
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

void look_at_head(const Value& root, const IncidentPack& pack, const LintContext& context, Remarks& remarks) {
  for (const auto& [key, date] : {std::pair{"date", &pack.date}, std::pair{"updated", &pack.updated}})
    if (!context.today.empty() && *date > context.today)
      remarks.warn("date_to_come", root[key].line(), fmt::format("{} {} is still to come", key, *date));
  if (!context.file_name.empty() && context.file_name != pack.id + ".yaml")
    remarks.warn("file_name", root["id"].line(),
                 fmt::format("the file is named {}, its id says {}.yaml", context.file_name, pack.id));
}

// "1.0.1, 1.0.2 and 7 more"
std::string some(const std::vector<std::string_view>& words) {
  constexpr std::size_t kNamed = 3;
  const auto named = std::span(words).first(std::min(kNamed, words.size()));
  std::string out = fmt::format("{}", fmt::join(named, ", "));
  if (words.size() > kNamed) out += fmt::format(" and {} more", words.size() - kNamed);
  return out;
}

// The releases of one entry of `packages`.
struct Entry {
  Value value;
  std::string_view ecosystem, name;
  std::vector<std::string_view> versions;
  bool every() const { return versions.size() == 1 && versions[0] == kEveryVersion; }
};

Entry entry_of(const Value& value) {
  Entry entry{value, value["ecosystem"].text(), value["name"].text(), {}};
  for (const Value version : value["versions"].elements()) entry.versions.push_back(version.text());
  return entry;
}

void look_at_integrity(const Entry& entry, Remarks& remarks) {
  if (entry.every()) {
    remarks.warn("every_release", entry.value["versions"].line(),
                 fmt::format("every release of {} is called bad: right only for a name that never had an honest one",
                             entry.name));
    return;
  }
  std::vector<std::string_view> without;
  for (const std::string_view version : entry.versions)
    if (!entry.value["integrity"][version].exists()) without.push_back(version);
  if (!without.empty())
    remarks.warn("no_integrity", entry.value.line(),
                 fmt::format("no integrity for {} {}: its archive is not recognised under another name", entry.name,
                             some(without)));
}

void look_for_others(const Entry& entry, const IncidentPack& pack, const Knowledge& knowledge, Remarks& remarks) {
  std::set<std::string_view> ids;
  std::vector<std::string_view> listed;
  for (const std::string_view version : entry.versions) {
    const std::size_t before = ids.size();
    for (const BadRelease& other : knowledge.find(entry.ecosystem, entry.name, version))
      if (const std::string_view id = knowledge.packs()[other.pack].id; id != pack.id) ids.insert(id);
    if (ids.size() > before) listed.push_back(version);
  }
  if (!ids.empty())
    remarks.warn("listed_elsewhere", entry.value.line(),
                 fmt::format("{} {}: already in the pack {}", entry.name, some(listed), fmt::join(ids, ", ")));
  const std::string small = lower(entry.name);
  if (small != entry.name && knowledge.find(entry.ecosystem, entry.name).empty() &&
      !knowledge.find(entry.ecosystem, small).empty())
    remarks.warn("spelling", entry.value["name"].line(),
                 fmt::format("{} differs from {}, which another pack lists, by capitals only", entry.name, small));
}

void look_at_packages(const Value& root, const IncidentPack& pack, const LintContext& context, Remarks& remarks) {
  std::map<std::pair<std::string_view, std::string>, std::string_view> names;  // ecosystem, lower-case name -> name
  std::set<std::pair<std::string_view, std::string_view>> saved, missing;
  for (const LastGood& good : pack.last_good) saved.insert({good.ecosystem, good.name});
  for (const Value value : root["packages"].elements()) {
    const Entry entry = entry_of(value);
    look_at_integrity(entry, remarks);
    const auto [first, added] = names.try_emplace({entry.ecosystem, lower(entry.name)}, entry.name);
    if (!added && first->second != entry.name)
      remarks.warn("spelling", value["name"].line(),
                   fmt::format("{} differs from {} by capitals only", entry.name, first->second));
    if (!entry.every() && !saved.contains({entry.ecosystem, entry.name}) &&
        missing.insert({entry.ecosystem, entry.name}).second)
      remarks.warn("no_last_good", value.line(),
                   fmt::format("no last_good for {}: nobody is told where to go back to", entry.name));
    if (context.knowledge != nullptr) look_for_others(entry, pack, *context.knowledge, remarks);
  }
}

// Networks that everybody has, or nobody: RFC 1918, 3927, 5737, 3849, 4193, 4291, and "this host".
bool is_unroutable(std::string_view address) {
  static constexpr std::array kBegins = {"0.",          "10.",        "127.",  "169.254.", "192.168.", "192.0.2.",
                                         "198.51.100.", "203.0.113.", "fe80:", "fc",       "fd",       "2001:db8:"};
  if (address == "::" || address == "::1") return true;
  if (address.starts_with("172.") && address.size() > 7 && address[6] == '.') {
    const std::string_view second = address.substr(4, 2);
    return second >= "16" && second <= "31";
  }
  return std::ranges::any_of(kBegins, [&](std::string_view begin) { return address.starts_with(begin); });
}

void look_at_indicators(const Value& root, Remarks& remarks) {
  for (const Value value : root["indicators"].elements()) {
    const std::string_view address = value["value"].text();
    if (value["kind"].text() == "address" && is_unroutable(address))
      remarks.warn("unroutable_address", value["value"].line(),
                   fmt::format("{} is an address of every network, and no attacker's", address));
  }
}

}  // namespace

std::size_t PackLint::errors() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(remarks, [](const LintRemark& each) { return each.level == LintLevel::error; }));
}

PackLint lint_pack(const std::string& text, const LintContext& context) {
  PackLint lint;
  Remarks remarks(lint.remarks);
  const Result<Document> document = yaml::parse(text, context.limits);
  if (!document) {
    remarks.error(document.error());
    return lint;
  }
  std::vector<Error> faults;
  Result<IncidentPack> pack = read_pack(*document, faults);
  if (!pack) {
    if (faults.empty()) faults.push_back(std::move(pack.error()));
    for (const Error& fault : faults) remarks.error(fault);
  } else {
    const Value root = document->root();
    look_at_head(root, *pack, context, remarks);
    look_at_packages(root, *pack, context, remarks);
    look_at_indicators(root, remarks);
    lint.pack = std::move(*pack);
  }
  std::ranges::stable_sort(lint.remarks, {}, &LintRemark::line);
  return lint;
}

}  // namespace cordon::intel
