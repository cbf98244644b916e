// What calls of Node and of well-known packages do, by the path of what is called: "child_process.exec".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::inspect {

enum class CallKind : std::uint8_t {
  other,
  run,       // starts a program
  network,   // opens a connection or asks over one
  send,      // gives an open connection its data
  read,      // of a file
  look,      // asks of a file what says nothing of its content
  list,      // of a folder
  write,     // of the file that the first argument names
  move,      // the second argument names what is written
  remove,    // of the file that the first argument names
  permit,    // chmod
  evaluate,  // a text becomes code
  load,      // require, import
  decode,    // text of an encoding
  encode,    // into a text that can be sent
  hasher,    // what makes a digest of the bytes that it is given later
  digest,    // of bytes, or the comparison with one
  say,       // on the terminal
  join,      // of pieces of a path
  keep,      // gives what it is given: Object.entries, Object.assign, Promise.all
  put_into,  // arguments become part of the receiver: push
  ask,       // gives yes, no or a number
  home,      // folders outside of the package: home, temporary
};

// `path` as the code names it, with aliases of modules resolved and "()" where something was called: "fs.readFileSync",
// "http.request().end", "fs.promises.writeFile". Linear in its length.
CallKind kind_of_call(std::string_view path);

// "eval" of "eval.call" and "eval.apply": what is called in the end.
std::string_view without_apply(std::string_view path);

// Of two things that one name stands for, the one that weighs more counts: what starts programs and evaluates. No more
// than that, for tools that shorten code give one name to much. 0 of an empty path.
int weight_of(std::string_view path);

// Lengthens the path of what is asked for a member; the global object's own are called as without it.
void add_member(std::string& path, std::string_view member);

}  // namespace cordon::inspect
