// A SQLite database in one file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace cordon::store {

// Steps through rows. Columns count from 0, values from 1.
class Statement {
 public:
  Statement& bind(int place, std::string_view text);
  Statement& bind(int place, std::int64_t number);
  // Whether there is a row. Fails with io, unavailable (locked by another process) or invalid_value (the file is
  // damaged).
  Result<bool> step();
  // Steps until there is no row, and makes it ready for the next values.
  Result<void> run();
  // Ready for the next values.
  void reset();

  std::string text(int column) const;
  std::int64_t number(int column) const;

 private:
  friend class Database;
  struct Free {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Free> statement_;
};

class Database {
 public:
  // Opens the file, or makes it when `make`. Fails with not_found, permission_denied, io, not_a_regular_file, or
  // invalid_value (no database).
  static Result<Database> open(const std::string& path, bool make);

  Result<void> execute(const char* statements);
  Result<Statement> prepare(std::string_view statement);

  // Nobody else writes until commit or rollback. Fails as Statement::step does.
  Result<void> begin() { return execute("BEGIN IMMEDIATE"); }
  Result<void> commit() { return execute("COMMIT"); }
  void rollback() { (void)execute("ROLLBACK"); }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace cordon::store
