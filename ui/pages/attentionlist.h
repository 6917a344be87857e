#pragma once
#include "backend/contract/codecs.h"

#include <QFrame>

class QVBoxLayout;

namespace datakubo::ui {

class Format;

// The few lines of what a person should look at, each a way to the page that shows it.
class AttentionList : public QFrame
{
    Q_OBJECT

public:
    explicit AttentionList(const Format &format, QWidget *parent = nullptr);

    int setCounts(const contract::OverviewCounts &counts); // how many things there are

Q_SIGNALS:
    void devicesWanted(std::optional<datakubo::DeviceStatus> status);
    void unregisteredWanted();

private:
    void addLine(const QString &objectName, const QString &chip, int tone, const QString &title,
                 const QString &second, std::function<void()> open);

    const Format &m_format;
    QVBoxLayout *m_lines;
};

} // namespace datakubo::ui
