#include "cli/gate_knowledge.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/date.h"
#include "base/text.h"
#include "cli/environment.h"

namespace cordon::cli {
namespace {

constexpr std::int64_t kWarningAgeDays = 7;  // DESIGN section 5

// What changes when a file is written, or another takes its place.
std::string stamp_of(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return path + " none\n";
  return path + ' ' + std::to_string(facts.st_ino) + ' ' + std::to_string(facts.st_size) + ' ' +
         std::to_string(facts.st_mtim.tv_sec) + '.' + std::to_string(facts.st_mtim.tv_nsec) + '\n';
}

bool is_old(std::string_view date, std::string_view today) {
  const auto then = days_of(date), now = days_of(today);
  return then && now && *now - *then > kWarningAgeDays;
}

}  // namespace

Result<std::shared_ptr<const intel::Knowledge>> GateKnowledge::load(std::vector<model::FileUnread>& unread) {
  loaded_ = stamp();  // first: what changes meanwhile is loaded the next time
  intel::Knowledge knowledge = TRY(load_knowledge(!arguments_.no_knowledge, arguments_.packs, unread));
  if (!arguments_.no_knowledge) TRY(add_advisories(arguments_.index, knowledge));
  unread_.clear();
  for (const model::FileUnread& one : unread) unread_.insert(one.path);
  has_advisories_ = knowledge.advisories() != nullptr;
  return std::make_shared<const intel::Knowledge>(std::move(knowledge));
}

// A file that is being written, or that somebody broke, must not take away what is known.
Result<std::shared_ptr<const intel::Knowledge>> GateKnowledge::load_newer(std::vector<model::FileUnread>& unread) {
  const std::set<std::string> unread_before = unread_;
  const bool had_advisories = has_advisories_;
  auto newer = TRY(load(unread));
  const auto lost =
      std::ranges::find_if(unread, [&](const model::FileUnread& one) { return !unread_before.contains(one.path); });
  const std::string why = lost != unread.end()                 ? lost->path + " cannot be read"
                          : had_advisories && !has_advisories_ ? std::string("there are no advisories any more")
                                                               : std::string();
  if (why.empty()) return newer;
  unread_ = unread_before;
  has_advisories_ = had_advisories;
  return fail(ErrorCode::unavailable, why);
}

std::string GateKnowledge::stamp() const {
  std::vector<std::string> paths = arguments_.packs;
  if (!arguments_.no_knowledge) {
    paths.push_back(arguments_.index.empty() ? default_index() : arguments_.index);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(packs_folder(), error)) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::string out;
  for (const std::string& path : paths) out += stamp_of(path);
  return out;
}

std::string warning_of(const intel::Knowledge& knowledge, std::string_view today) {
  const intel::Advisories* const advisories = knowledge.advisories();
  if (advisories == nullptr)
    return "no advisories are loaded: the gate knows the packages of its incident packs alone ('cordon intel update' "
           "fetches the others)";
  const std::uint32_t current = advisories->current();
  const std::string date = current != 0 ? time_of(current).substr(0, 10) : std::string();
  if (!is_old(date, today)) return {};
  return "the advisories are of " + date + ": 'cordon intel update' fetches newer ones, and the gate takes them";
}

}  // namespace cordon::cli
