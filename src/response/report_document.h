// The report of a case as a document: what is said, in which order, before it becomes Markdown or HTML. All text in it
// may be hostile; whoever writes it out makes it visible and escapes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/generated/case_report.h"
#include "response/story.h"

namespace cordon::response {

enum class Tone : std::uint8_t { plain, good, warning, bad };

struct Paragraph {
  std::string text;
  Tone tone = Tone::plain;
};
struct Bullets {
  std::vector<std::string> items;
};
struct NumberedStep {
  std::string text, command;  // command: empty, or what does it
};
struct Numbered {
  std::vector<NumberedStep> steps;
};
struct Table {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;  // each as long as `heads`
  std::uint32_t code_columns = 0;              // bit n: column n is shown as it is, in a fixed-width font
};
// Lines that are shown as they are; two spaces at the beginning of one are a level of a tree.
struct Preformatted {
  std::vector<std::string> lines;
};
// One step of the chain.
struct ChainEvidence {
  std::string text, source;
};
struct ChainMoment {
  std::string time;  // empty: nothing says when
  std::string text;
  std::vector<ChainEvidence> evidence;
  std::uint64_t more = 0;  // pieces of evidence that are not listed
  bool denies = false;
};
struct ChainStep {
  std::string name, question;
  std::vector<ChainMoment> moments;  // empty: nothing recorded
  std::uint64_t more = 0;
};
struct Chain {
  std::vector<ChainStep> steps;
};

using Block = std::variant<Paragraph, Bullets, Numbered, Table, Preformatted, Chain>;

struct Section {
  std::string title;
  std::vector<Block> blocks;
};

struct ReportDocument {
  std::string title;     // of the case
  std::string headline;  // the first thing to read
  Tone tone = Tone::plain;
  std::vector<Block> lead;  // below the headline
  std::vector<Section> sections;
};

ReportDocument make_report(const model::CaseHead& head, const model::CaseVerifyReport& verified, const Story& story);

// "2026-03-31 00:30:05.123 UTC"; empty for 0.
std::string moment_text(std::uint64_t wall_ns);

}  // namespace cordon::response
