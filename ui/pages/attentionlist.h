#pragma once
#include "backend/contract/codecs.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace datakubo::ui {

class Format;

// The few lines of what a person should look at, each a way to the page that shows it.
class AttentionList : public QFrame
{
    Q_OBJECT

public:
    explicit AttentionList(const Format &format, QWidget *parent = nullptr);

    int setCounts(const OverviewCounts &counts); // how many things there are
    // Questions are asked below the counts; the widget is ours from then on.
    void setQuestions(QWidget *questions);
    void setQuestionCount(int count);

Q_SIGNALS:
    void devicesWanted(std::optional<datakubo::DeviceStatus> status);
    void unregisteredWanted();

private:
    void addLine(const QString &objectName, const QString &chip, int tone, const QString &title,
                 const QString &second, std::function<void()> open);

    const Format &m_format;
    void updateNothing();

    QVBoxLayout *m_lines;
    QLabel *m_nothing;
    int m_things = 0;
    int m_questions = 0;
};

} // namespace datakubo::ui
