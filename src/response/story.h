// What happened, out of the records of a case: publish, resolve, fetch, script, process, connection, with the evidence
// behind each step. Nothing is concluded here that no record says; a step of which nothing is recorded stays empty.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/sha256.h"
#include "model/generated/case_report.h"
#include "response/connections.h"
#include "response/process_tree.h"
#include "response/record.h"
#include "response/recovery_steps.h"
#include "response/story_event.h"

namespace cordon::response {

inline constexpr std::size_t kStoryEvents = 100'000;  // that are kept of a case; the others are counted

enum class Stage : std::uint8_t { publish, resolve, fetch, script, process, connection };
inline constexpr std::size_t kStages = 6;
std::string_view to_string(Stage stage);

// What a moment rests on.
struct Witness {
  std::string evidence;  // where to look: a locator, or the id of an event; hostile text
  std::string digest;    // of what is there, where that is known
  Reference from;
  std::uint64_t wall_ns = 0;  // of the event that it is; 0: nothing says when
};

struct Moment {
  std::uint64_t wall_ns = 0;         // of the first witness that has a time; 0: nothing says when
  std::string package;               // purl
  std::string what;                  // hostile text
  std::vector<Witness> witnesses;    // in order of time; those without a time last
  std::uint64_t more_witnesses = 0;  // that are not listed
  std::uint64_t times = 1;           // how many alike there are
  bool denies = false;               // evidence that the step was not taken
};

struct Step {
  Stage stage = Stage::publish;
  std::vector<Moment> moments;  // in order of time; those without a time last
  std::uint64_t more = 0;       // that are not listed
};

struct StoryPackage {
  std::string purl;
  std::optional<std::string> integrity, install_path;
  model::Exposure exposure;  // of all findings about it, and of what events show
  std::uint64_t findings = 0, events = 0;
  std::optional<model::Severity> worst;     // of its findings that no waiver covers
  bool incident = false;                    // one of those says that it did something, or is known to be bad
  std::vector<std::string> contradictions;  // that its events tell of
  bool concerned = false;                   // the story is about it
};

struct StoryFinding {
  model::Finding finding;
  std::string package;  // purl of its subject, else of an event that is its evidence; empty: of none
  Reference from;
};

struct TouchedFile {
  std::string package, path;
  std::vector<std::string> operations;  // "create", "rename to ..."; in order, without repetition
  std::uint64_t wall_ns = 0, times = 0;
  std::string evidence;
  Reference from;
};

// What Cordon decided or did.
struct Deed {
  std::uint64_t wall_ns = 0;
  std::string what, outcome;  // hostile text
  std::string evidence;
};

struct LostEvents {
  std::string sensor;  // host and sensor
  std::string reason;
  std::uint64_t count = 0;
};

struct Story {
  std::string headline;
  std::vector<StoryPackage> packages;  // what the story is about first, then by severity
  std::array<Step, kStages> chain;
  std::vector<ProcessNode> processes;
  std::vector<Connection> connections;
  std::vector<TouchedFile> touched;
  std::vector<StoryFinding> findings;  // the most severe first, waived ones last
  Recovery recovery;
  std::vector<Deed> deeds;
  std::vector<std::string> answers;  // first lines of the reports
  std::vector<std::string> notes;
  std::vector<model::CaseFile> files;
  std::vector<model::FileUnread> unread;
  std::vector<LostEvents> lost;    // told by the sensors
  std::vector<LostEvents> absent;  // numbers that no event of the case has
  std::uint64_t events = 0;        // of the case, each once
  std::uint64_t events_left_out = 0;
};

class StoryBuilder {
 public:
  // In order.
  void add(const Record& record);
  Story finish();

 private:
  void add_event(const model::Event& event, const Reference& from);
  void find_packages_of_findings();
  void sort_findings();
  void note_unread(const model::FileUnread& unread);
  void note_contradiction(const model::Event& event, const Reference& from, std::uint64_t first);
  void add_deed(const model::Event& event);
  void add_finding(const model::Finding& finding, const Reference& from);
  std::vector<model::Finding> findings_;
  std::unordered_map<std::string, Reference> finding_from_;
  std::vector<StoryEvent> events_;
  struct EventSeen {
    Sha256Digest content{};
    std::uint64_t record = 0;  // of the case
  };
  std::unordered_map<std::string, EventSeen> events_seen_;               // by id
  std::unordered_map<std::string, std::vector<std::uint64_t>> numbers_;  // by host, boot and sensor
  std::unordered_set<std::string> unread_seen_;
  std::map<std::string, model::FileUnread> interrupted_;  // files that were not read to their end, by their digest
  Story story_;
};

}  // namespace cordon::response
