#pragma once
#include "ui/client/sheetqueries.h"

#include <QPushButton>

#include <functional>

namespace datakubo::ui {

class ApiClient;

// What is to be kept as a file, and what the file is called (without suffix).
struct SheetToSave {
    SheetSource source;
    QString name;
};

// Asks where to, has the API make the file, writes it on another thread, and tells in a sentence
// how it went. When `parent` goes, nothing more is told.
void saveSheet(ApiClient &client, const SheetToSave &sheet, bool isWorkbook, QWidget *parent,
               std::function<void(const QString &)> tell);

// A button with a menu that keeps what a page shows as a workbook or as CSV.
class SaveSheetButton : public QPushButton
{
    Q_OBJECT

public:
    SaveSheetButton(ApiClient &client, const QString &objectName, QWidget *parent = nullptr);

    // One more list in the menu; `sheet` is asked when it is chosen, and today is put behind the
    // name it gives. With `title` empty the entries name only the kinds of file.
    void addList(const QString &title, const std::function<SheetToSave()> &sheet);

Q_SIGNALS:
    void noticed(const QString &sentence);

private:
    ApiClient &m_client;
};

} // namespace datakubo::ui
