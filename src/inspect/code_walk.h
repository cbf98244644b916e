// One walk over the tokens of a text: what flows from literals and calls into names, and from names into calls. Of this
// module alone; code_facts.h is the door.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/bits.h"
#include "inspect/calls.h"
#include "inspect/code_facts.h"
#include "inspect/names.h"
#include "inspect/shell.h"
#include "inspect/text_facts.h"
#include "inspect/token_list.h"

namespace cordon::inspect {

// Whether a path of members is that of the name of the running file.
bool is_self(std::string_view path);

// Whether a path lies in a folder of dependencies, which are not the project's own files.
bool names_dependencies(std::string_view path);

// Whether the last hole of a path stands in the folder that the code runs in.
bool stays_in_folder(std::string_view text);

class CodeWalk {
 public:
  CodeWalk(const TokenList& tokens, const OwnHosts& own, const CodeLimits& limits)
      : tokens_(tokens), own_(own), limits_(limits), opened_(tokens.tokens.size(), false) {}

  // Twice or more: the last pass, which records, knows what the others found of names.
  void pass(bool record);
  // Whether another pass will know more of what is fetched: a function that downloads stands below its callers.
  bool has_grown() const { return has_grown_; }
  CodeFacts take();

 private:
  // What was read of an expression that may go on behind a dot or bracket.
  struct Chain {
    bool active = false, has_text = false, is_literal = false, is_member = false;
    bool is_receiver = false;  // text is that of what the last member was asked of
    bool is_made = false;      // text was put together by calls
    bool is_own = false;       // a member of "this"
    bool is_method = false;    // of a class or object that is known, if it is called
    std::string path, text;
    Items items;  // of an array
    Bits bits = 0;
    std::uint32_t binding = kNoBinding, token = 0;
    std::uint32_t owner = kNoBinding;  // of a member of a prototype
  };
  enum class Kind : std::uint8_t { top, group, call, index, array, object, block, body, hole, assign, result };
  struct Frame {
    Kind kind = Kind::top;
    CallKind call = CallKind::other;
    bool expects_key = false, is_member = false, is_spread = false, is_compound = false;
    bool is_class = false;                         // the body of a class
    bool is_project = false;                       // the first argument is the folder of the project itself
    bool has_made_text = false;                    // its text was put together by calls
    bool is_asked = false;                         // the next operand is only looked into: "a in b"
    bool has_place = false;                        // last_text is a path that is put together, with holes in it
    bool is_choice = false;                        // of "a || b" and "a ? b : c"
    bool has_function = false, evaluates = false;  // holds a function; holds "eval: true"
    std::uint32_t token = 0, scope = 0, target = kNoBinding;
    std::uint32_t owner = kNoBinding;  // whose members "this" has here
    Bits bits = 0;
    std::array<Bits, 3> arguments{};
    std::array<std::uint32_t, 3> argument_binding{kNoBinding, kNoBinding, kNoBinding};
    std::array<std::uint32_t, 3> argument_text{kNoBinding, kNoBinding, kNoBinding};  // indexes of texts
    std::uint32_t argument = 0, operands = 0, argument_operands = 0;
    Chain before;
    Items sole_items;
    std::string sole_path, sink;  // sink: of a call, what is handed over by its name and runs what it is given
    CallKind sink_kind = CallKind::other;
    Bits input = 0, body = 0;             // of an object and the call that it is given to: what these keys name
    std::uint32_t resolver = kNoBinding;  // of "new Promise(…)": the name of what settles it
    std::string_view key;
    // Texts put together with plus signs.
    std::string run;
    bool run_active = false, run_literal = false, run_open = false;
    std::uint32_t run_token = 0, run_operands = 0;
    std::vector<std::string> texts;  // of a call or array, in order
    std::string last_text;
    bool has_last_text = false;
    std::vector<std::pair<std::string_view, std::uint32_t>> pattern;
  };

  // What a command line does with what was fetched.
  struct CommandUse {
    bool by_interpreter = false, takes_code = false, reads_input = false, fetches = false, permits = false;
    bool prints_environment = false, prints_secret = false;
    bool gives_data = false;                    // to whom it asks: curl -d
    bool removes = false, removes_own = false;  // files; the folder that the code lies in
    std::string file;                           // that was fetched and is started or made executable
  };

  Frame& top() { return frames_.back(); }
  bool is_keyed(std::string_view key) const;
  static bool is_whole(const Frame& frame) { return frame.has_last_text && frame.operands == frame.run_operands; }
  static Bits bits_of(std::string_view text, Bits known);
  std::string_view name_of(std::uint32_t at);
  std::string_view name_in_text(std::uint32_t at);
  bool own_member(std::string_view word, bool was_member);
  Bits text_bits(const Chain& chain);
  void part_of_environment(Chain& chain, std::uint32_t behind) const;
  void leaves_folder(std::string_view text);
  bool may_read(std::size_t bytes);
  void push(Kind kind, std::uint32_t token);
  void forget_outermost();
  void pop();
  void flow(Bits bits);
  void operand(std::string_view text, bool has_text, bool is_literal, std::uint32_t token);
  void flush_run();
  std::uint32_t name_of_text() const;
  bool is_said(std::uint32_t at) const;
  bool is_only_said();
  void emit(const std::string& text, std::uint32_t token);
  void end_chain();
  void take_items(Items items);
  void end_expression();
  void end_statement();

  std::uint32_t step(std::uint32_t at);
  std::uint32_t on_name(std::uint32_t at);
  std::uint32_t keyword(std::uint32_t at, std::string_view word, bool& known);
  void on_text(std::uint32_t at);
  void on_chunk(std::uint32_t at);
  std::uint32_t on_punctuator(std::uint32_t at);
  std::uint32_t open(std::uint32_t at, char c);
  std::uint32_t on_comma(std::uint32_t at);
  std::uint32_t on_equals(std::uint32_t at);
  std::uint32_t assign_or_end(std::uint32_t at, char c);
  void choose();
  std::uint32_t loop(std::uint32_t at);
  void close(std::uint32_t at);
  void start_assign(std::uint32_t at);
  std::uint32_t declare(std::uint32_t at);
  std::uint32_t declare_pattern(std::uint32_t at, std::vector<std::pair<std::string_view, std::uint32_t>>& out);
  std::uint32_t end_of_import(std::uint32_t at) const;
  std::uint32_t import_statement(std::uint32_t at);
  std::uint32_t function(std::uint32_t at);
  std::uint32_t arrow(std::uint32_t parameters, std::uint32_t behind);
  std::uint32_t class_head(std::uint32_t at);
  std::uint32_t owner_of_body(std::uint32_t function);
  std::uint32_t method(std::uint32_t at);
  std::string path_of_parameter(const Binding& parameter, std::uint32_t at);
  void parameters(std::uint32_t begin, std::uint32_t end, std::uint32_t function);
  void open_body(std::uint32_t at, std::uint32_t scope, std::uint32_t function);
  std::uint32_t function_target();
  Bits given_to_callback();
  Bits callback_bits(const Frame& frame);
  Bits given_by(const Frame& frame);
  void note_sink(Frame& frame, std::string_view path);

  void assigned(Frame& frame);
  static void appended(Binding& binding, const Frame& frame);
  void returned(const Frame& frame);
  Chain called(Frame& frame);
  void holds_true(std::uint32_t at);
  static bool has_own_text(const Frame& frame);
  static bool is_one_of_places(const Frame& frame);
  static void seen_from_self(const Frame& frame, Chain& out);
  void make_text(const Frame& frame, Chain& out);
  std::optional<std::string> changed_text(const Frame& frame, std::string_view last);
  std::optional<std::string> text_of_codes(const Frame& frame) const;
  std::string text_of_argument(const Frame& frame, std::uint32_t argument) const;
  std::string path_of_result(Frame& frame);
  static void shift_receiver(Frame& frame);
  Bits effects(Frame& frame, Bits all);
  Bits other_effects(Frame& frame, Bits all);
  Bits run_effects(Frame& frame, Bits all);
  static std::string command_of(const Frame& frame);
  bool is_fetched_path(std::string_view path) const;
  HostClass host_of_path(std::string_view path) const;
  void remember_path(std::string_view path, HostClass host);
  void remember_downloads(const ShellCommand& command, const std::vector<std::string_view>& words, HostClass host);
  static void look_at_words(std::string_view program, const std::vector<std::string_view>& words, CommandUse& out);
  CommandUse use_of(std::string_view line, HostClass host);
  void interpreter_use(const std::vector<std::string_view>& words, bool is_given_hole, CommandUse& out) const;
  void runs_text(Bits bits, std::uint32_t token, std::string_view path, HostClass host);
  void load_effects(Frame& frame, Bits all);
  void evaluate_effects(const Frame& frame);
  void input_effects(const Frame& frame, Bits all);
  void hands_over(const Frame& frame, Bits all);
  void give(std::uint32_t binding, Bits bits);
  static Bits output_bits(const CommandUse& use, Bits all);
  static Bits answer_bits(const Frame& frame, Bits all);
  Bits read_effects(const Frame& frame);
  Bits read_bits(const Frame& frame) const;
  void digest_effects(const Frame& frame, Bits all);
  Bits network_effects(Frame& frame, Bits all);
  void send_effects(const Frame& frame, Bits all, Bits body);
  void look_effects(Frame& frame, Bits all);
  void pipe_effects(const Frame& frame, Bits all);
  void gone(const Frame& frame);
  void write_effects(Frame& frame, std::size_t target);
  void unknown_effects(Frame& frame, Bits all);
  void remember_argument(const Frame& frame, std::uint32_t argument, HostClass host);
  void note_download();
  void remember_fetched(std::uint32_t binding, const std::vector<std::string>& texts, HostClass host);
  void shell(std::string_view text, std::uint32_t token, Bits hosts);
  void starts(std::vector<std::string>& kind, std::string_view text);
  void look_at_literal(std::uint32_t at, std::string_view value);
  void look_at_regexp(std::uint32_t at);
  void blanks(std::uint32_t at);
  void finish();
  void add(FlagKind kind, std::uint32_t token, std::string_view detail, RunHow how = RunHow::none,
           HostClass host = HostClass::none);

  const TokenList& tokens_;
  const OwnHosts& own_;
  const CodeLimits& limits_;
  std::vector<bool> opened_;
  std::vector<Frame> frames_;
  std::vector<std::uint32_t> bodies_;  // indexes of frames
  std::uint32_t holes_ = 0, says_ = 0;
  Chain chain_;
  std::uint32_t class_owner_ = kNoBinding;  // of the class whose body follows
  Names names_;
  bool record_ = false, too_deep_ = false;
  // What was seen anywhere in the text.
  bool has_network_ = false, has_reverse_ = false, has_put_ = false, has_publish_body_ = false, has_eval_ = false;
  bool changes_folder_ = false;
  bool has_grown_ = false;  // this pass found files that are fetched which the one before did not know
  std::uint32_t reversed_token_ = 0, put_token_ = 0, invisible_token_ = 0;
  bool has_reversed_ = false, has_invisible_ = false;
  std::map<std::string, HostClass> fetched_paths_;  // that what was fetched is written to, as texts, and from whom
  std::size_t named_bytes_ = 0;                     // of texts that were read by way of names
  bool has_unread_texts_ = false;
  std::map<std::uint32_t, bool> saids_;  // names by the token that declares them: whether they are only printed
  std::size_t started_bytes_ = 0, made_bytes_ = 0;
  std::set<std::pair<const void*, std::string>> started_;  // what stands in CodeFacts::starts, by its kind
  std::vector<std::string> read_files_;                    // whose content the code reads
  std::set<std::string, std::less<>> decoded_names_;
  std::set<std::string_view> patterns_;
  std::uint32_t address_literals_ = 0, pattern_token_ = 0;
  std::set<std::string> hosts_;
  CodeFacts out_;
};

}  // namespace cordon::inspect
