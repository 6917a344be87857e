#pragma once
#include "backend/contract/message.h"
#include "backend/domain/reading.h"
#include "backend/domain/registermark.h"
#include "ui/client/consumptionqueries.h"

#include <QWidget>

class QVBoxLayout;

namespace datakubo::ui {

class ApiClient;
class Format;

// What happened to a register, in plain words.
QString questionText(const RegisterMark &mark, const Format &format);

// Registers that fell or leapt: numbers cannot tell why, a person can; and retired devices that
// still send. Each with what happened and the answers to choose from.
class RegisterQuestions : public QWidget
{
    Q_OBJECT

public:
    RegisterQuestions(ApiClient &client, const Format &format, QWidget *parent = nullptr);

    void refresh();
    void setCommunity(const QString &uuid); // empty: all
    int count() const { return m_total; }   // also of those that are not shown yet

Q_SIGNALS:
    void loaded();
    void answered(const QString &sentence);
    void deviceWanted(datakubo::DevEui eui);
    void registerAgainWanted(const datakubo::AttentionItem &item);

private:
    void display();
    QWidget *makeQuestion(const AttentionItem &item, int number);
    QVBoxLayout *makeAnswers(const AttentionItem &item, int number);
    void openSwap(const AttentionItem &item);
    void openExclude(const AttentionItem &item);
    void answer(const AttentionItem &item, RegisterAnswer answer);

    ApiClient &m_client;
    const Format &m_format;
    QString m_community;
    std::vector<AttentionItem> m_items; // the first of them
    int m_total = 0;
    QVBoxLayout *m_lines;
    int m_asked = 0;
};

} // namespace datakubo::ui
