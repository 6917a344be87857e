#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

// GET /exports/{list}: any list of the API as a file for a spreadsheet, made of the answers of the
// list's own route, so that filters, rights and values are those of the list.
contract::Response exportList(SlowCall &call);

// What stands in a column; its title is the path with '_' for '.'.
struct ExportColumn {
    enum class Kind { Text, Number, Time, Day, Flag, Subject };

    const char *path; // in the JSON of one item
    Kind kind = Kind::Text;
};

struct ExportedList {
    const char *name;  // /exports/{name}
    const char *route; // the list's own
    // What the placeholder in that route is called in the query of an export; null without one.
    // A column of Kind::Subject repeats it in every row.
    const char *subject;
    const char *items; // where the items are in `data`; empty: it is the list, or the one item
    std::vector<ExportColumn> columns;
};

const std::vector<ExportedList> &exportedLists();

} // namespace datakubo::api
