// The walk's part that knows texts: literals, templates, and what is put together with plus signs.
#include <algorithm>
#include <utility>

#include "inspect/code_walk.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/shell_facts.h"
#include "inspect/words.h"
#include "javascript/literal.h"

namespace cordon::inspect {

using javascript::TokenKind;

namespace {

constexpr std::size_t kMostTexts = 64, kMostRunBytes = 64u << 10, kMostPlace = 512, kMostSaids = 16;

// What names the running file.
constexpr auto kSelfPaths =
    std::to_array<std::string_view>({"__filename", "process.argv.1", "import.meta.filename", "import.meta.url"});
// Of the program that was started: much looks from there for other files, so these count where they are given at once.
constexpr auto kMainPaths =
    std::to_array<std::string_view>({"module.filename", "require.main.filename", "process.mainModule.filename"});

}  // namespace

bool names_dependencies(std::string_view path) {
  return path.contains("/node_modules") && !path.substr(path.rfind("/node_modules")).contains("..");
}

bool is_self(std::string_view path) { return words::is_one_of(path, kSelfPaths); }

bool stays_in_folder(std::string_view text) {
  const std::string_view folder = text.substr(0, text.rfind(kHole));
  return folder == "." || folder == "./" || is_own_place(folder);
}

void CodeWalk::operand(std::string_view text, bool has_text, bool is_literal, std::uint32_t token) {
  if (!top().run_open) flush_run();
  Frame& frame = top();
  ++frame.operands;
  ++frame.argument_operands;
  if (!frame.run_active) {
    frame.run.clear();
    frame.run_token = token;
    frame.run_literal = false;
    frame.run_operands = 0;
  }
  ++frame.run_operands;
  frame.run_active = true;
  frame.run_open = false;
  frame.run_literal = frame.run_literal || is_literal;
  if (frame.run.size() + text.size() > kMostRunBytes) has_text = false;
  if (has_text) frame.run.append(text);
  else frame.run += kHole;
}

void CodeWalk::flush_run() {
  Frame& frame = top();
  frame.run_open = false;
  if (!std::exchange(frame.run_active, false)) return;
  const std::string text = std::move(frame.run);
  frame.run.clear();
  if (frame.run_literal) emit(text, frame.run_token);
  if (frame.run_operands > 1) leaves_folder(text);
  if (frame.run_operands > 1 && frame.argument == 0) frame.is_project = false;
  if (frame.run_operands > 1 && names_dependencies(text)) {
    frame.bits &= ~(kProject | kListed);
    if (frame.kind == Kind::call) frame.arguments[std::min<std::size_t>(frame.argument, 2)] &= ~(kProject | kListed);
  }
  frame.has_last_text = frame.run_literal && text.find(kHole) == std::string::npos;
  frame.has_place = frame.run_literal && text.size() < kMostPlace && text.contains(kHole) && text.contains('/');
  frame.last_text = text;
  if ((frame.kind != Kind::call && frame.kind != Kind::array) || frame.texts.size() >= kMostTexts) return;
  if (frame.kind == Kind::call && frame.argument < frame.argument_text.size())
    frame.argument_text[frame.argument] = static_cast<std::uint32_t>(frame.texts.size());
  frame.texts.push_back(text);
}

// What a text names, from what is known of it. A control file in the folder that the code runs in is the package's own.
Bits CodeWalk::bits_of(std::string_view text, Bits known) {
  if ((known & kControlPath) != 0 || !path_in(text, words::kOutsideControlPaths).empty()) {
    const std::string_view folder = text.substr(0, text.find(kHole));
    const bool is_own =
        is_own_place(folder) && (folder.size() == text.size() || !path_in(folder, words::kControlPaths).empty() ||
                                 !path_in(folder, words::kOutsideControlPaths).empty());
    known = (known & ~kControlPath) | (is_own ? kControlName : kControlPath);
  }
  if (!path_in(text, words::kEnvironmentFiles).empty()) known |= kSecretPath;
  return known;
}

// A name in the folder that the code runs in, put together with a folder that is another.
void CodeWalk::leaves_folder(std::string_view text) {
  const Frame& frame = top();
  const Bits bits = frame.kind == Kind::call ? frame.arguments[std::min<std::size_t>(frame.argument, 2)] : frame.bits;
  if ((bits & kControlName) != 0 && !stays_in_folder(text)) flow(kControlPath);
}

void CodeWalk::flow(Bits bits) {
  Frame& frame = top();
  frame.bits |= bits;
  if (frame.kind == Kind::call) frame.arguments[std::min<std::size_t>(frame.argument, 2)] |= bits;
  if (frame.kind == Kind::object && frame.key == "input") frame.input |= bits;
  if (frame.kind == Kind::object && words::is_one_of(frame.key, words::kBodyKeys)) frame.body |= bits;
}

void CodeWalk::end_chain() {
  if (!std::exchange(chain_.active, false)) return;
  Chain chain = std::move(chain_);
  chain_ = {};
  Bits bits = chain.bits;
  const std::string_view path = chain.path;
  const bool is_whole = path == "process.env" || path == "process.report.getReport().environmentVariables";
  if (is_whole) bits |= kEnvironmentItself;
  if (is_whole && !is_keyed("env")) {
    bits |= kEnvironment;
    if (top().is_spread) add(FlagKind::bulk_environment, chain.token, "...process.env");
  }
  if (is_keyed("env") && (bits & kEnvironmentItself) != 0) bits &= ~kEnvironment;
  const bool is_inside = top().kind == Kind::object || top().kind == Kind::array;
  if (is_inside && !top().is_spread) bits = held(bits);
  top().is_spread = false;
  const bool is_changed =
      top().call == CallKind::remove || top().call == CallKind::write || top().call == CallKind::run;
  if (is_self(path) || (is_changed && words::is_one_of(path, kMainPaths))) bits |= kSelf;
  if (path.starts_with("process.env.")) {
    const std::string_view variable = path.substr(12);
    if (words::is_one_of(variable, words::kTokenWords)) add(FlagKind::token_read, chain.token, variable);
    const bool is_project = words::is_one_of(variable, words::kProjectVariables);
    if (is_project) bits |= kProject;
    if (is_project && top().kind == Kind::call && top().argument == 0) top().is_project = top().argument_operands == 0;
  }
  if (!chain.has_text) {
    chain.text = words::text_of_path(path);
    chain.has_text = !chain.text.empty();
  }
  if (std::exchange(top().is_asked, false)) bits = 0;
  if (chain.is_member) chain.items = {};
  if (chain.is_made && chain.has_text) top().has_made_text = true;
  top().sole_items = {};
  operand(chain.text, chain.has_text, chain.has_text, chain.token);
  flow(bits);
  Frame& frame = top();
  if (frame.kind == Kind::call) note_sink(frame, path);
  if (chain.items) take_items(std::move(chain.items));
  frame.sole_path = path == "_" ? std::string() : std::string(path);
  if (frame.kind == Kind::call && frame.argument < 3) frame.argument_binding[frame.argument] = chain.binding;
}

// What an array holds stands among the arguments of the call, or the elements of the array, that it is given to.
void CodeWalk::take_items(Items items) {
  Frame& frame = top();
  if (frame.kind != Kind::call && frame.kind != Kind::array) {
    frame.sole_items = std::move(items);
    return;
  }
  const bool is_named = items.use_count() > 1;
  const bool matters = frame.kind == Kind::array || frame.call == CallKind::run || frame.call == CallKind::evaluate;
  if (is_named && !matters) return;
  std::size_t bytes = 0;
  for (const std::string& item : *items) bytes += item.size();
  if (is_named && !may_read(bytes)) return;
  frame.run_active = false;  // the array itself has no text
  for (std::string& item : *items) {
    if (frame.texts.size() >= kMostTexts) return;
    if (is_named) frame.texts.push_back(item);
    else frame.texts.push_back(std::move(item));
  }
}

// The name that the text which is read becomes, in "const a = …": a token, or 0.
std::uint32_t CodeWalk::name_of_text() const {
  for (std::size_t i = frames_.size(); i-- > 0;) {
    const Frame& frame = frames_[i];
    if (frame.kind == Kind::group || frame.kind == Kind::hole) continue;
    const bool is_declared = frame.kind == Kind::assign && frame.token > 1 && tokens_.is_name(frame.token - 1) &&
                             (tokens_.is(frame.token - 2, "const") || tokens_.is(frame.token - 2, "let"));
    return is_declared && !(frame.token > 2 && tokens_.is(frame.token - 3, "export")) ? frame.token - 1 : 0;
  }
  return 0;
}

// "console.error(a)", "new Error(`… ${a}`)", and nothing else in the parentheses.
bool CodeWalk::is_said(std::uint32_t at) const {
  std::uint32_t first = at, last = at;
  if (at > 1 && tokens_.tokens[at - 1].kind == TokenKind::chunk && tokens_.of(at - 1).starts_with('`') &&
      tokens_.of(at + 1).ends_with('`'))
    --first, ++last;
  if (first < 3 || !tokens_.is(first - 1, '(') || !tokens_.is(last + 1, ')')) return false;
  const bool is_error = tokens_.is(first - 2, "Error") && tokens_.is(first - 3, "new");
  const bool is_printed = first > 4 && tokens_.is(first - 3, '.') && tokens_.is(first - 4, "console") &&
                          kind_of_call("console." + std::string(tokens_.of(first - 2))) == CallKind::say;
  return (is_error && names_.find("Error") == kNoBinding) || (is_printed && names_.find("console") == kNoBinding);
}

// By every place where the text speaks of it; what is only printed or thrown does not run.
bool CodeWalk::is_only_said() {
  // Before the last pass nobody knows whether "Error" is one of the text's own.
  const std::uint32_t name = record_ ? name_of_text() : 0;
  if (name == 0 || saids_.size() >= kMostSaids) return false;
  const auto [known, is_new] = saids_.try_emplace(name, true);
  const std::string_view word = tokens_.of(name);
  for (std::uint32_t i = 0; is_new && known->second && i < tokens_.tokens.size(); ++i) {
    const TokenKind kind = tokens_.tokens[i].kind;
    const bool is_text = kind == TokenKind::string || kind == TokenKind::chunk;
    if (i == name || (kind != TokenKind::name && !is_text)) continue;
    const std::string_view said = tokens_.of(i);
    const bool speaks = is_text ? said.contains(word) : said == word || said.contains('\\');
    known->second = !speaks || (!is_text && is_said(i));
  }
  return known->second;
}

// What a whole text says, and where it goes.
void CodeWalk::emit(const std::string& text, std::uint32_t token) {
  if (text.size() < 2) return;
  const TextFacts facts = facts_of_text(text, own_);
  Bits bits = bits_of(text, facts.bits);
  const bool names_host =
      is_keyed("host") || is_keyed("hostname") || (top().kind == Kind::call && top().call == CallKind::network);
  if (names_host && is_host(text)) {
    bits |= bit_of(class_of_host(text, own_)) & kHosts;
    hosts_.insert(host_of(text));
  }
  for (const std::string_view address : addresses_in(text))
    if (std::string host = host_of(address); !host.empty()) hosts_.insert(std::move(host));
  if (!facts.secret.empty()) add(FlagKind::secret_path, token, facts.secret);
  if (!facts.token.empty()) add(FlagKind::token_read, token, facts.token);
  if (!facts.runtime.empty()) add(FlagKind::second_runtime, token, facts.runtime);
  if (!facts.mining.empty()) add(FlagKind::mining, token, facts.mining);
  if (!facts.hidden.empty()) add(FlagKind::encoded_payload, token, facts.hidden);
  if (facts.is_publish_path) add(FlagKind::token_read, token, text.substr(0, 80));
  if (text == words::kPublishBody) has_publish_body_ = true;
  if ((bits & kInvisible) != 0) has_invisible_ = true, invisible_token_ = token;
  if (says_ == 0 && may_be_command(text) && !is_only_said()) shell(text, token, bits & kHosts);
  flow(bits);
}

void CodeWalk::on_text(std::uint32_t at) {
  const std::string_view raw = tokens_.of(at);
  if (top().kind == Kind::object && top().expects_key && tokens_.is(at + 1, ':')) {
    top().key = raw.substr(1, raw.size() - 2);
    return;
  }
  end_chain();
  chain_.active = chain_.has_text = chain_.is_literal = true;
  chain_.path = "_";
  chain_.text = javascript::value_of(TokenKind::string, raw);
  chain_.token = at;
  if (record_) look_at_literal(at, chain_.text);
}

// A template: what stands between its pieces are operands of one text.
void CodeWalk::on_chunk(std::uint32_t at) {
  const std::string_view raw = tokens_.of(at);
  const std::string value = javascript::value_of(TokenKind::chunk, raw);
  if (record_) look_at_literal(at, value);
  if (raw.front() == '}' && holes_ > 0) {
    while (top().kind != Kind::hole) pop();
    end_expression();
    const bool known = (top().has_last_text || top().has_place) && top().operands == top().run_operands;
    const std::string inner = top().last_text;
    const Bits bits = top().bits;
    pop();
    top().run_open = true;
    operand(inner, known, known, at);
    flow(bits);
    top().run_open = true;
    operand(value, true, true, at);
  } else {
    end_chain();
    operand(value, true, true, at);
  }
  if (raw.ends_with("${") && raw.size() >= 3) push(Kind::hole, at);
}

}  // namespace cordon::inspect
