// The reader's part that knows what flows from one command into the next: what they say, and what they read.
#include <algorithm>
#include <utility>

#include "inspect/shell_reader.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

using words::is_one_of;

constexpr std::size_t kMostSaidIn = 64;

// What prints more or less what it reads.
constexpr std::array kFilters = std::to_array<std::string_view>(
    {"grep", "egrep", "fgrep", "sed", "awk", "gawk", "head", "tail", "tr", "sort", "uniq", "cut", "tac", "envsubst"});
constexpr std::array kFileWriters = std::to_array<std::string_view>({"tee", "dd", "sponge"});

}  // namespace

// What the commands of groups print in sum, for what reads a whole group. Linear: every sum is merged once.
class ShellReader::Groups {
 public:
  void add(const ShellCommand& command, std::size_t at, const Flow& flow) {
    if (!command.words.empty() || open_.empty()) {
      merge(command.depth);
      if (!open_.empty() && open_.back().depth >= command.depth) open_.back().depth = command.depth;
      else open_.push_back({command.depth, at, {}});
    }
    open_.back().flow.take(flow);
    const bool is_printed = command.into.empty() && flow.said && !flow.said->empty();
    if (is_printed) saying_.push_back({at, command.level, flow.said});
  }

  // A pipe leads what the command before says elsewhere.
  void lead_on(std::size_t at) {
    if (!saying_.empty() && saying_.back().at == at) saying_.pop_back();
  }

  // Gives the command what the group before it prints: the commands that stand deeper.
  void read(const ShellCommand& command, Flow& input) {
    merge(command.depth + 1);
    if (open_.empty() || open_.back().depth <= command.depth) return;
    input.take(open_.back().flow);
    auto first = std::ranges::lower_bound(saying_, open_.back().first, {}, &Saying::at);
    std::vector<Saying> found(std::make_move_iterator(first), std::make_move_iterator(saying_.end()));
    saying_.erase(first, saying_.end());
    std::erase_if(found, [&](const Saying& each) { return each.level != command.level; });
    if (found.empty()) return;
    if (found.size() == 1) return void(input.said = std::move(found.front().said));
    std::string all;
    for (const Saying& each : found) all.append(*each.said).append("\n");
    input.said = std::make_shared<const std::string>(std::move(all));
  }

 private:
  struct Sum {
    std::uint32_t depth = 0;
    std::size_t first = 0;  // place of its first command
    Flow flow;
  };
  struct Saying {
    std::size_t at = 0;
    std::uint32_t level = 0;
    std::shared_ptr<const std::string> said;
  };

  // Makes one sum of those that stand so deep, or deeper.
  void merge(std::uint32_t depth) {
    for (; open_.size() > 1 && open_[open_.size() - 2].depth >= depth; open_.pop_back())
      open_[open_.size() - 2].flow.take(open_.back().flow);
  }

  std::vector<Sum> open_;  // each deeper than the one before
  std::vector<Saying> saying_;
};

void ShellReader::Flow::take(const Flow& other) {
  fetches = fetches || other.fetches;
  decodes = decodes || other.decodes;
  secrets = secrets || other.secrets;
  environment = environment || other.environment;
}

void ShellReader::text(const std::vector<ShellCommand>& commands) {
  std::vector<Flow> all(commands.size());
  std::map<std::uint32_t, Flow> into_groups;  // what a pipe leads into them
  std::vector<std::size_t> last;              // by levels: the command before
  Groups groups;
  inner_.clear();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const ShellCommand& command = commands[i];
    if (last.size() <= command.level) last.resize(command.level + 1, i);
    input_ = Flow();
    const auto group = into_groups.find(command.group);
    if (command.piped && last[command.level] < i) input_ = all[last[command.level]];
    else if (group != into_groups.end()) input_ = group->second;
    if (command.reads_group) groups.read(command, input_);
    if (command.piped) groups.lead_on(last[command.level]);
    if (command.group != 0 && group == into_groups.end()) into_groups.emplace(command.group, input_);
    flow_ = Flow();
    flow_.take(input_);
    flow_.by_shell = input_.by_shell;
    one(command);
    groups.add(command, i, flow_);
    all[i] = std::move(flow_);
    last[command.level] = i;
  }
}

// What it prints that its words do not say by themselves, and the files that this becomes.
void ShellReader::printed(const ShellCommand& command, const Words& words, const std::string& program) {
  const bool is_cat = program == "cat", is_filter = is_one_of(program, kFilters);
  const bool writes_files = is_one_of(program, kFileWriters);
  if (!is_cat && !is_filter && !writes_files && program != "echo" && program != "printf") return;
  if (!is_filter && inner_[command.level + 1].fetches &&
      std::ranges::any_of(words, [](std::string_view word) { return word.starts_with(kHole); }))
    flow_.fetches = true;
  const bool reads_input =
      is_filter || writes_files || (is_cat && (!flow_.files || std::ranges::any_of(words, is_own_input)));
  if ((is_cat || writes_files) && reads_input && !command.given.empty())
    flow_.said = std::make_shared<const std::string>(command.given.back());
  else if (reads_input && command.given.empty() && input_.said && may_keep(*input_.said))
    flow_.said = input_.said, flow_.is_altered = is_filter || input_.is_altered;
  if (is_cat && flow_.files)
    for (const std::string& file : *flow_.files) {
      if (is_downloaded(file)) flow_.fetches = true;
      if (is_secret_file(file)) flow_.secrets = true;
    }
  if (!flow_.said) return;
  if (writes_files) said_into(files_of(words), *flow_.said);
  said_into(command.into, *flow_.said);
}

// "> file" behind a group, whose commands have said it.
void ShellReader::of_group(const ShellCommand& command) {
  if (!command.reads_group || !input_.said) return;
  said_into(command.into, *input_.said);
  flow_.said = input_.said;
}

void ShellReader::said_into(const std::vector<std::string>& files, std::string_view said) {
  for (const std::string& file : files)
    if (said_in_.size() < kMostSaidIn && may_keep(said)) said_in_[plain_path(file)].append(said).append("\n");
}

// Whether another copy of what a command said fits.
bool ShellReader::may_keep(std::string_view said) {
  kept_bytes_ += said.size();
  if (kept_bytes_ > limits_.bytes) out_.is_complete = false;
  return kept_bytes_ <= limits_.bytes;
}

void ShellReader::keep_code(std::vector<std::string>& list, std::string_view code) {
  if (list.size() >= kMostStarted) out_.is_complete = false;
  else if (may_keep(code)) list.emplace_back(code);
}

// What a document says may be run by whatever reads it, or become a file that is run. Of cat it is followed, and other
// languages take theirs for code.
void ShellReader::documents(const ShellCommand& command, std::string_view program) {
  if (program == "cat" || is_one_of(program, words::kSaysOnly)) return;
  const Starter by = starter_of(program);
  const bool runs_words = program == "eval" || program == "iex" || program == "invoke-expression";
  if (is_one_of(program, words::kInterpreters) && by != Starter::shell && by != Starter::itself && !runs_words) return;
  for (const std::string& text : command.given) nest(text);
}

// An interpreter that is given no file reads its program.
void ShellReader::input(const ShellCommand& command, std::string_view program) {
  const Starter by = starter_of(program);
  if (input_.fetches) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  if (input_.decodes) add(FlagKind::encoded_payload, text_of(command));
  std::vector<std::string> files = command.from;
  if (input_.files) files.insert(files.begin(), input_.files->begin(), input_.files->end());
  for (const std::string& file : files) {
    const bool is_put_in = file.find(kHole) != std::string::npos && inner_[command.level + 1].fetches;
    if (is_put_in || is_downloaded(file)) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    else start(file, by, {});
  }
  const auto reads = [&](const std::string& text) {
    if (substituted_ && text.find(kHole) != std::string::npos)
      add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    if (by == Starter::node) keep_code(out_.code, text);
    else if (by != Starter::shell) keep_code(out_.unread, text);
  };
  std::ranges::for_each(command.given, reads);
  if (!input_.said) return;
  reads(*input_.said);
  if (by == Starter::shell) nest(*input_.said);
}

// xargs puts what it reads behind the words of a command: code, where an interpreter waits for it.
void ShellReader::by_arguments(const ShellCommand& command, const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string program = program_of(words[i]);
    if (!is_one_of(program, words::kInterpreters)) continue;
    const std::string_view last = words.back();
    const bool takes_code = last == "-e" || last == "-c" || last == "-p" || last == "--eval" ||
                            (program == "eval" && i + 1 == words.size()) || last == "{}";
    if (input_.said && takes_code) nest(*input_.said);
    if (input_.fetches && takes_code) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    else if (i + 1 < words.size()) nest(joined(words, i));
    return;
  }
}

bool is_own_input(std::string_view file) {
  return file == "-" || file == "/dev/stdin" || file == "/dev/fd/0" || file == "/proc/self/fd/0";
}

std::vector<std::string> files_of(const std::vector<std::string_view>& words) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i < words.size(); ++i)
    if (!words[i].starts_with('-')) out.emplace_back(words[i].substr(words[i].starts_with("of=") ? 3 : 0));
  return out;
}

}  // namespace cordon::inspect
