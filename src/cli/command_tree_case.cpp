#include "cli/command_parts.h"

namespace cordon::cli {
namespace {

void add_new(CLI::App& command, CaseArguments& arguments) {
  command.add_option("DIR", arguments.folder, "the folder to make; one that is there must be empty")->required();
  command.add_option("--title", arguments.title, "what the case is about, in one line");
  command.footer("Example:\n  cordon case new axios-night --title 'axios 1.14.1 on build agent 7'");
}

void add_add(CLI::App& command, CaseArguments& arguments) {
  command.add_option("DIR", arguments.folder, "the case")->required();
  command.add_option("FILE", arguments.files, "reports (JSON), events (NDJSON), captures, logs, any file");
  command.add_option("--note", arguments.note, "also keep these words, such as who brought the files and why")
      ->type_name("TEXT");
  command.footer(
      "Each file is copied, with its SHA-256 and what the system says of it before and after. What it is shows in its "
      "content: reports of scan, hunt, watch and traffic (--format json) give findings and coverage, event files give "
      "events, also when they end in the middle of a line. Anything else is kept as it is. Nothing is ever run.\n"
      "Two additions at once wait for each other. Note the last line elsewhere: with it, 'case verify --end' proves "
      "later that nothing before it was changed.\n\n"
      "Exit codes: 0 everything taken in and understood, 2 error, 3 something was not; what was read is kept.\n\n"
      "Examples:\n"
      "  cordon watch --events events.ndjson --format json > watch.json ; cordon case add axios-night watch.json "
      "events.ndjson\n"
      "  cordon case add axios-night capture.pcapng ~/.npm/_logs/*-debug-0.log --note 'from agent 7, by Kim'");
}

void add_report(CLI::App& command, CaseArguments& arguments) {
  command.add_option("DIR", arguments.folder, "the case")->required();
  one_of(command.add_option("--format", arguments.form, "what to write"), {"markdown", "html"})->capture_default_str();
  command.add_option("-o,--output", arguments.output, "write to this file instead of standard output")
      ->type_name("FILE");
  command.footer(
      "Tells publish, resolve, fetch, script, process, connection, with the evidence behind each step, what to do in "
      "order, and what was not looked at. The page needs no network and runs no scripts.\n\n"
      "Exit codes: 0 written, 1 written, but the case is not what was taken in, 2 error, 3 written, but an addition "
      "was "
      "interrupted.\n\n"
      "Examples:\n"
      "  cordon case report axios-night\n"
      "  cordon case report axios-night --format html -o axios-night.html");
}

void add_verify(CLI::App& command, CaseArguments& arguments) {
  command.add_option("DIR", arguments.folder, "the case")->required();
  command.add_option("--end", arguments.noted, "a digest that 'case add' printed and that was noted elsewhere")
      ->type_name("SHA-256");
  command.footer(
      "Names the first record that is not as it was written: changed, gone, put elsewhere, or with a file that is not "
      "what was taken in. Reads only.\n\n"
      "Exit codes: 0 everything holds, 1 broken, 2 error, 3 it holds, but an addition was interrupted.\n\n"
      "Examples:\n"
      "  cordon case verify axios-night\n"
      "  cordon case verify axios-night --format json | jq '.breaks[0]'");
}

}  // namespace

void add_case_commands(CLI::App& app, CaseArguments& arguments) {
  CLI::App* group = app.add_subcommand("case", "keep evidence so that changes show, and tell what happened");
  group->require_subcommand(1);
  const auto add = [&](const char* name, CaseVerb verb, const char* help) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([&arguments, verb] { arguments.verb = verb; });
    return command;
  };
  CLI::App* create = add("new", CaseVerb::create, "begin a case: a folder that only grows");
  add_new(*create, arguments);
  CLI::App* given = add("add", CaseVerb::add, "take files in: reports, events, captures, anything");
  add_add(*given, arguments);
  CLI::App* report = add("report", CaseVerb::report, "tell what happened, step by step, with the evidence");
  add_report(*report, arguments);
  CLI::App* verify = add("verify", CaseVerb::verify, "is everything as it was when it was taken in?");
  add_verify(*verify, arguments);
  for (CLI::App* command : {create, given, verify})
    one_of(command->add_option("--format", arguments.format, "what standard output gets"), {"text", "json"});
  for (CLI::App* command : {create, given, report, verify}) add_common(*command, arguments.common);
}

}  // namespace cordon::cli
