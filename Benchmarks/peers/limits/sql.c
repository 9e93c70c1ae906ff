/*
 * The limit of MariaDB: the statements of the measured requests, and nothing else, on as many connections.
 *
 * usage: sql SOCKET USER TOKEN-HASH CONNECTIONS SECONDS list COMPANY DATE...
 *        sql SOCKET USER TOKEN-HASH CONNECTIONS SECONDS book FIRST-CANDIDATE FIRST-SLOT SLOTS \
 *            BYTES-OF-MAIL BYTES-OF-RECRUITERS-MAIL
 *
 * TOKEN-HASH is hexadecimal. Prints one line of JSON: a request is one list, or one of a booking's two transactions.
 */
#include <mysql.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { MAX_PARAMETERS = 12, MAX_COLUMNS = 32, MAX_VALUE = 4096, MAX_MAIL = 65536 };

static const char TOKEN_SQL[] =
    "SELECT user.id, user.email, user.full_name, user.role, user.company_id FROM token"
    " JOIN user ON user.id = token.user_id"
    " WHERE token.token_hash = ? AND token.expires_at > NOW(6) AND user.is_active";
static const char LIST_SQL[] =
    "SELECT slot.id, slot.slot_type, slot.status, slot.interview_date, slot.start_time, slot.end_time,"
    " COALESCE(slot.time_zone, company.time_zone), slot.starts_at, slot.ends_at, slot.ai_interview_type,"
    " slot.ai_configuration, slot.company_id, company.name, slot.job_id, job.job_title, slot.is_recurring,"
    " slot.recurring_pattern, slot.notes, slot.max_candidates, slot.current_bookings,"
    " (SELECT COUNT(*) FROM hold WHERE hold.slot_id = slot.id AND hold.expires_at > NOW(6)),"
    " company.notice_minutes, company.horizon_days, company.buffer_minutes,"
    " EXISTS (SELECT 1 FROM blackout WHERE blackout.company_id = slot.company_id"
    " AND slot.interview_date BETWEEN blackout.first_day AND blackout.last_day), slot.version,"
    " slot.created_at, slot.updated_at"
    " FROM slot FORCE INDEX (slot_company_day) STRAIGHT_JOIN company ON company.id = slot.company_id LEFT JOIN job ON job.id = slot.job_id"
    " WHERE slot.company_id = ? AND slot.wire_status = 'available' AND slot.interview_date = ?"
    " AND slot.ai_interview_type = 'technical'"
    " ORDER BY slot.created_at DESC, slot.id DESC LIMIT 10000 OFFSET 0";
static const char CREATE_SQL[] = "CALL bench_create(?, ?, ?, ?, ?)";
static const char BOOK_SQL[] = "CALL bench_book(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

struct worker {
    pthread_t thread;
    MYSQL *db;
    long *microseconds;
    long done, room, errors;
    int number;
    unsigned seed;
};

static const char *socket_path, *user, *company;
static char token_hash[32], mail[MAX_MAIL];
static char **dates;
static int date_count, connections, slots;
static long first_candidate, first_slot;
static unsigned long mail_bytes[2];
static struct timespec finish;

static double since(const struct timespec *begin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin->tv_sec) + (double)(now.tv_nsec - begin->tv_nsec) / 1e9;
}

static void fail(const char *what, const char *reason)
{
    fprintf(stderr, "%s: %s\n", what, reason);
    exit(1);
}

static MYSQL_STMT *prepare(MYSQL *db, const char *sql)
{
    MYSQL_STMT *statement = mysql_stmt_init(db);
    if (mysql_stmt_prepare(statement, sql, strlen(sql)) != 0)
        fail("prepare", mysql_stmt_error(statement));
    return statement;
}

/*
 * Executes with each parameter as bytes where a length is given, else as text, and reads every row of every result.
 * Returns how many rows there were, or -1.
 */
static long execute(MYSQL_STMT *statement, const char **values, const unsigned long *lengths)
{
    static _Thread_local char columns[MAX_COLUMNS][MAX_VALUE];
    MYSQL_BIND parameters[MAX_PARAMETERS], results[MAX_COLUMNS];
    unsigned long count = mysql_stmt_param_count(statement), length[MAX_COLUMNS];
    long rows = 0;
    int more;

    memset(parameters, 0, sizeof parameters);
    for (unsigned long number = 0; number < count; number++) {
        parameters[number].buffer_type = lengths[number] ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        parameters[number].buffer = (void *)values[number];
        parameters[number].buffer_length = lengths[number] ? lengths[number] : strlen(values[number]);
    }
    if (mysql_stmt_bind_param(statement, parameters) != 0 || mysql_stmt_execute(statement) != 0)
        return -1;
    do {
        unsigned fields = mysql_stmt_field_count(statement);
        if (fields > 0) {
            memset(results, 0, sizeof results);
            for (unsigned number = 0; number < fields; number++) {
                results[number].buffer_type = MYSQL_TYPE_STRING;
                results[number].buffer = columns[number];
                results[number].buffer_length = MAX_VALUE;
                results[number].length = &length[number];
            }
            if (mysql_stmt_bind_result(statement, results) != 0)
                return -1;
            while (mysql_stmt_fetch(statement) == 0)
                rows++;
            mysql_stmt_free_result(statement);
        }
        more = mysql_stmt_next_result(statement);
    } while (more == 0);
    return more == -1 ? rows : -1;
}

static void note(struct worker *worker, const struct timespec *begin, long rows)
{
    if (rows < 0) {
        if (worker->errors++ == 0)
            fprintf(stderr, "sql: %s\n", mysql_error(worker->db));
        mysql_rollback(worker->db);
        return;
    }
    if (worker->done == worker->room) {
        worker->room = worker->room ? worker->room * 2 : 65536;
        worker->microseconds = realloc(worker->microseconds, (size_t)worker->room * sizeof(long));
        if (worker->microseconds == NULL)
            fail("realloc", "out of memory");
    }
    worker->microseconds[worker->done++] = (long)(since(begin) * 1e6);
}

static void list(struct worker *worker)
{
    MYSQL_STMT *token = prepare(worker->db, TOKEN_SQL), *slot_list = prepare(worker->db, LIST_SQL);
    struct timespec begin;

    for (int turn = worker->number; since(&finish) < 0; turn++) {
        const char *token_values[] = { token_hash }, *values[] = { company, dates[turn % date_count] };
        unsigned long token_lengths[] = { sizeof token_hash }, lengths[] = { 0, 0 };

        clock_gettime(CLOCK_MONOTONIC, &begin);
        long rows = execute(token, token_values, token_lengths) == 1 ? execute(slot_list, values, lengths) : -1;
        if (rows != 20)
            fail("list", "not 20 rows");
        note(worker, &begin, rows);
    }
}

/* A UUID of version 7, as the server makes them: new rows lie together. */
static void new_id(struct worker *worker, char *text)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    long long milliseconds = (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    snprintf(text, 37, "%08llx-%04llx-7%03x-8%03x-%06x%06x", milliseconds >> 16, milliseconds & 0xffff,
             rand_r(&worker->seed) & 0xfff, rand_r(&worker->seed) & 0xfff, rand_r(&worker->seed) & 0xffffff,
             rand_r(&worker->seed) & 0xffffff);
}

static void book(struct worker *worker)
{
    MYSQL_STMT *create = prepare(worker->db, CREATE_SQL), *book_slot = prepare(worker->db, BOOK_SQL);
    char candidate[24], slot[37], interview[37], schedule[37], session[37], key[32], conversation[32];
    struct timespec begin;

    for (long turn = worker->number; since(&finish) < 0; turn += connections) {
        long slot_number = first_slot + turn % slots;
        snprintf(candidate, sizeof candidate, "%ld", first_candidate + turn);
        snprintf(slot, sizeof slot, "0192%04lx-%04lx-7001-8000-000000000000", slot_number >> 16, slot_number & 0xffff);
        new_id(worker, interview);
        new_id(worker, schedule);
        new_id(worker, session);
        /* rand_r repeats itself, and a session's key that another has makes no session. */
        if (getrandom(key, sizeof key, 0) != sizeof key ||
            getrandom(conversation, sizeof conversation, 0) != sizeof conversation)
            fail("getrandom", "refused");

        const char *created[] = { token_hash, candidate, slot, interview, interview };
        unsigned long created_lengths[] = { sizeof token_hash, 0, 0, 0, 0 };
        clock_gettime(CLOCK_MONOTONIC, &begin);
        long rows = execute(create, created, created_lengths);
        note(worker, &begin, rows);
        if (rows < 0)
            continue;

        const char *booked[] = { token_hash, slot, interview, schedule, session, key, conversation, interview, mail,
                                 mail };
        unsigned long booked_lengths[] = { sizeof token_hash, 0, 0, 0, 0, sizeof key, sizeof conversation, 0,
                                           mail_bytes[0], mail_bytes[1] };
        clock_gettime(CLOCK_MONOTONIC, &begin);
        note(worker, &begin, execute(book_slot, booked, booked_lengths));
    }
}

static void *work(void *given)
{
    struct worker *worker = given;
    if (dates != NULL)
        list(worker);
    else
        book(worker);
    return NULL;
}

static int ascending(const void *left, const void *right)
{
    long first = *(const long *)left, second = *(const long *)right;
    return first < second ? -1 : first > second;
}

int main(int count, char **arguments)
{
    if (count < 8)
        fail("usage", "see the source");
    socket_path = arguments[1];
    user = arguments[2];
    for (int byte = 0; byte < 32; byte++)
        if (sscanf(arguments[3] + 2 * byte, "%2hhx", (unsigned char *)&token_hash[byte]) != 1)
            fail("usage", "TOKEN-HASH has 64 hexadecimal digits");
    connections = atoi(arguments[4]);
    double seconds = atof(arguments[5]);
    if (strcmp(arguments[6], "list") == 0) {
        company = arguments[7];
        dates = arguments + 8;
        date_count = count - 8;
    } else {
        if (count < 12)
            fail("usage", "see the source");
        first_candidate = atol(arguments[7]);
        first_slot = atol(arguments[8]);
        slots = atoi(arguments[9]);
        for (int number = 0; number < 2; number++) {
            mail_bytes[number] = strtoul(arguments[10 + number], NULL, 10);
            if (mail_bytes[number] == 0 || mail_bytes[number] > MAX_MAIL)
                fail("usage", "a mail has 1 to 65536 bytes");
        }
    }
    memset(mail, 'm', sizeof mail);

    struct worker *workers = calloc((size_t)connections, sizeof *workers);
    struct timespec begin;
    mysql_library_init(0, NULL, NULL);
    for (int number = 0; number < connections; number++) {
        MYSQL *db = mysql_init(NULL);
        if (mysql_real_connect(db, NULL, user, "", "interviews", 0, socket_path, 0) == NULL)
            fail("connect", mysql_error(db));
        mysql_set_character_set(db, "utf8mb4");
        workers[number] = (struct worker){ .db = db, .number = number, .seed = (unsigned)(time(NULL) * 1000 + number) };
    }
    clock_gettime(CLOCK_MONOTONIC, &begin);
    finish = begin;
    finish.tv_sec += (long)seconds;
    finish.tv_nsec += (long)((seconds - (double)(long)seconds) * 1e9);
    if (finish.tv_nsec >= 1000000000) {
        finish.tv_sec++;
        finish.tv_nsec -= 1000000000;
    }
    for (int number = 0; number < connections; number++)
        if (pthread_create(&workers[number].thread, NULL, work, &workers[number]) != 0)
            fail("pthread_create", "refused");
    long total = 0, errors = 0;
    for (int number = 0; number < connections; number++) {
        pthread_join(workers[number].thread, NULL);
        total += workers[number].done;
        errors += workers[number].errors;
    }
    double elapsed = since(&begin);

    long *all = malloc((size_t)(total ? total : 1) * sizeof(long)), filled = 0;
    for (int number = 0; number < connections; number++) {
        memcpy(all + filled, workers[number].microseconds, (size_t)workers[number].done * sizeof(long));
        filled += workers[number].done;
    }
    qsort(all, (size_t)total, sizeof(long), ascending);
    printf("{\"requests\":%ld,\"microseconds\":%.0f,\"p50\":%ld,\"p90\":%ld,\"p99\":%ld,\"max\":%ld,\"refused\":%ld,"
           "\"broken\":0}\n",
           total, elapsed * 1e6, total ? all[total / 2] : 0, total ? all[total * 9 / 10] : 0,
           total ? all[total * 99 / 100] : 0, total ? all[total - 1] : 0, errors);
    return 0;
}
