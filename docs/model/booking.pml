/*
 * How bookings lock and write, as Sources/Booking and Sources/Store/BookingStore*.swift do it: see README.md.
 *
 * CLIENTS transactions at once, OPERATIONS in turn each, over INTERVIEWS interviews and two slots of CAPACITY seats;
 * with SAME_CANDIDATE all interviews are of one person and the two slots overlap. They begin in any consistent state.
 * OWN gives each client its own interview, without it all use all of them; FEW_STARTS leaves out the beginnings with
 * holds. BROKEN builds one of four mistakes in, which Spin must find.
 */
#ifndef CLIENTS
#define CLIENTS 2
#endif
#ifndef OPERATIONS
#define OPERATIONS 1
#endif
#ifndef CAPACITY
#define CAPACITY 1
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define SLOTS 2
#define NO_SLOT 2
#define FREE 0

#define HOLD_SECONDS 1
#define LAST_TICK 1

/* Kinds of hold. */
#define NONE 0
#define NEW 1
#define RELEASE 2

/* An interview's row. BEING_ADDED keeps two clients from making the same one: ids are never chosen twice. */
#define ABSENT 0
#define BEING_ADDED 1
#define PRESENT 2

#ifdef SAME_CANDIDATE
#define CANDIDATE(i) 0
#else
#define CANDIDATE(i) (i)
#endif

/* The database. A lock holds the number of the client that has it. */
byte clock;
byte slot_lock[SLOTS];
byte candidate_lock[INTERVIEWS];
byte interview_lock[INTERVIEWS];
byte seats[SLOTS];              /* slot.current_bookings */
byte row[INTERVIEWS];
byte schedule[INTERVIEWS];      /* schedule.slot_id */
bool booked[INTERVIEWS];        /* schedule.is_active */
byte hold[INTERVIEWS * SLOTS];  /* hold.kind */
byte until[INTERVIEWS * SLOTS]; /* hold.expires_at */

#define AT(i, s) ((i) * SLOTS + (s))
#define LIVE(i, s, now) (hold[AT(i, s)] != NONE && until[AT(i, s)] > (now))
#define OTHER_LIVE(j, i, s, now) ((j) != (i) && LIVE(j, s, now))
#define ON(i, s) (booked[i] && schedule[i] == (s))
#define BUSY(j, i, now)                                                                                    \
    ((j) != (i) && CANDIDATE(j) == CANDIDATE(i)                                                            \
        && (booked[j]                                                                                      \
            || (hold[AT(j, 0)] == NEW && until[AT(j, 0)] > (now))                                          \
            || (hold[AT(j, 1)] == NEW && until[AT(j, 1)] > (now))))
#define RELEASED(i) (hold[AT(i, 0)] == RELEASE || hold[AT(i, 1)] == RELEASE)
#define TOUCHES(i, s) (schedule[i] == (s) || hold[AT(i, s)] != NONE)

#if INTERVIEWS == 2
#define OTHER_HOLDS(i, s, now) (OTHER_LIVE(0, i, s, now) + OTHER_LIVE(1, i, s, now))
#define HOLDS(s) (LIVE(0, s, clock) + LIVE(1, s, clock))
#define BOOKED(s) (ON(0, s) + ON(1, s))
#define OVERLAPS(i, now) (BUSY(0, i, now) || BUSY(1, i, now))
#define ACTIVE_BOOKINGS (booked[0] + booked[1])
#else
#define OTHER_HOLDS(i, s, now) (OTHER_LIVE(0, i, s, now) + OTHER_LIVE(1, i, s, now) + OTHER_LIVE(2, i, s, now))
#define HOLDS(s) (LIVE(0, s, clock) + LIVE(1, s, clock) + LIVE(2, s, clock))
#define BOOKED(s) (ON(0, s) + ON(1, s) + ON(2, s))
#define OVERLAPS(i, now) (BUSY(0, i, now) || BUSY(1, i, now) || BUSY(2, i, now))
#define ACTIVE_BOOKINGS (booked[0] + booked[1] + booked[2])
#endif

/* ClaimRules.refusal: the seats, the holds of others, the candidate's other interviews. */
#define REFUSED(i, s, now) (seats[s] + OTHER_HOLDS(i, s, now) >= CAPACITY || OVERLAPS(i, now))

mtype = { create, keep, book, release, cancel, delete, settle };

inline drop_hold(i, s) {
    hold[AT(i, s)] = NONE;
    until[AT(i, s)] = 0
}

inline drop_holds(i) {
    drop_hold(i, 0);
    drop_hold(i, 1)
}

/* INSERT … ON DUPLICATE KEY UPDATE expires_at: a row that is there keeps its kind. */
inline add_hold(i, s, kind) {
    if
    :: hold[AT(i, s)] == NONE -> hold[AT(i, s)] = kind
    :: else
    fi;
    until[AT(i, s)] = now + HOLD_SECONDS
}

/* SELECT … FOR UPDATE on one slot, if it is among those to be locked. */
inline lock_slot(s) {
    atomic {
        if
        :: !wanted[s]
        :: wanted[s] && slot_lock[s] == FREE -> slot_lock[s] = me
        fi
    }
}

/* COMMIT and ROLLBACK: every lock of the transaction goes. */
inline unlock() {
    if :: slot_lock[0] == me -> slot_lock[0] = FREE :: else fi;
    if :: slot_lock[1] == me -> slot_lock[1] = FREE :: else fi;
    if :: candidate_lock[CANDIDATE(i)] == me -> candidate_lock[CANDIDATE(i)] = FREE :: else fi;
    if :: interview_lock[i] == me -> interview_lock[i] = FREE :: else fi;
    wanted[0] = false;
    wanted[1] = false
}

/* Which slots the interview has to do with, read before anything is locked. */
inline sketch() {
    if
    :: operation == create -> wanted[s] = true
    :: operation == keep || operation == book || operation == release ->
        wanted[0] = TOUCHES(i, 0);
        wanted[1] = TOUCHES(i, 1);
        wanted[s] = true
    :: else ->
        wanted[0] = TOUCHES(i, 0);
        wanted[1] = TOUCHES(i, 1)
    fi;
    old = schedule[i];
#if BROKEN == 1
    refused = REFUSED(i, s, now)
#endif
}

inline choose() {
#ifdef OWN
    i = me - 1;
#else
    if
    :: i = 0
    :: i = 1
#if INTERVIEWS == 3
    :: i = 2
#endif
    fi;
#endif
    if
    :: s = 0
    :: s = 1
    fi;
    if
    :: row[i] == ABSENT -> operation = create; row[i] = BEING_ADDED
    :: row[i] == PRESENT -> operation = keep
    :: row[i] == PRESENT -> operation = book
    :: row[i] == PRESENT -> operation = release
    :: row[i] == PRESENT && s == 0 -> operation = cancel
    :: row[i] == PRESENT && s == 0 -> operation = delete
    :: row[i] == PRESENT && s == 0 && RELEASED(i) -> operation = settle
    :: row[i] == BEING_ADDED -> goto finished
    fi
}

#define DUE(i, s) (hold[AT(i, s)] == RELEASE && until[AT(i, s)] <= now)
#define KEPT(i, s) (hold[AT(i, s)] == RELEASE && LIVE(i, s, now))
#define GONE (operation != create && row[i] != PRESENT)
#define NOTHING_TO_RELEASE (operation == release && !ON(i, s))
#define UNLOCKED_SLOT ((TOUCHES(i, 0) && !wanted[0]) || (TOUCHES(i, 1) && !wanted[1]))

/* What the command counts in the slot whose seat it takes or gives back; `old` is where the booking is. */
inline write_seats() {
    if
    :: operation == book && !refused ->
        assert(BROKEN == 1 || seats[s] < CAPACITY);
        seats[s]++
    :: (operation == release || operation == cancel || operation == delete) && booked[i] && old != NO_SLOT ->
        seats[old]--
    :: else
    fi
}

/* The rest of what the command writes. */
inline write_rows() {
    if
    :: operation == create && refused -> row[i] = ABSENT
    :: operation == create && !refused -> row[i] = PRESENT; add_hold(i, s, NEW)
    :: operation == keep && !refused && !KEPT(i, s) ->
        if :: hold[AT(i, 0)] == NEW -> drop_hold(i, 0) :: else fi;
        if :: hold[AT(i, 1)] == NEW -> drop_hold(i, 1) :: else fi;
        add_hold(i, s, NEW)
    :: operation == book && !refused ->
        if :: booked[i] && old != NO_SLOT -> seats[old]-- :: else fi;
        schedule[i] = s;
        booked[i] = true;
        drop_holds(i)
    :: operation == release ->
        booked[i] = false;
        add_hold(i, s, RELEASE)
    :: operation == settle && (DUE(i, 0) || DUE(i, 1)) ->
        /* A booking drops every hold, so what is due has none. */
        assert(!booked[i]);
        drop_holds(i)
    :: operation == cancel && schedule[i] != NO_SLOT ->
        booked[i] = false;
        drop_holds(i)
    :: operation == delete ->
        booked[i] = false;
        drop_holds(i);
        schedule[i] = NO_SLOT;
        row[i] = ABSENT
    :: else
    fi
}

proctype client(byte me) {
    byte turn, i, s, now, old;
    bool wanted[SLOTS];
    bool refused;
    mtype operation;

    do
    :: atomic {
        turn < OPERATIONS ->
        turn++;
        /* The time that a request bears stays the same however often its transaction begins again. */
        now = clock;
        choose();
again:
        sketch();
        if
        :: GONE || NOTHING_TO_RELEASE -> goto done
        :: else
        fi
    }
#if BROKEN == 2
    if
    :: s == 0 -> lock_slot(0); lock_slot(1)
    :: s == 1 -> lock_slot(1); lock_slot(0)
    fi;
#else
    lock_slot(0);
    lock_slot(1);
#endif
#if BROKEN != 4
    atomic { candidate_lock[CANDIDATE(i)] == FREE -> candidate_lock[CANDIDATE(i)] = me };
#endif
    atomic {
        interview_lock[i] == FREE -> interview_lock[i] = me;
        /* What was read may have changed before it was locked: then begin again, or there is nothing to do. */
        if
        :: GONE -> goto done
#if BROKEN != 3
        :: !GONE && (UNLOCKED_SLOT || NOTHING_TO_RELEASE) ->
            unlock();
            goto again
        :: else -> old = schedule[i]
#else
        :: else
#endif
        fi;
#if BROKEN != 1
        refused = REFUSED(i, s, now);
#endif
        if
        :: (operation == keep || operation == book) && ON(i, s) -> goto done
        :: else
        fi;
        write_seats()
    };
    /* Between these two the seat is counted and the booking not yet written: only the slot's lock hides that. */
    atomic {
        write_rows();
done:
        unlock();
        i = 0; s = 0; now = 0; old = 0; refused = false; operation = 0
    }
    :: turn == OPERATIONS -> break
    od;
finished:
    skip
}

/* Time passes; a hold ends by itself, and nobody need sweep it away. */
proctype passing() {
end:
    do
    :: clock < LAST_TICK -> clock++
    od
}

#define SETTLED(s) (slot_lock[s] == FREE)

/* What must hold at every moment; each branch can be taken only when it does not. */
proctype monitor() {
end:
    do
    :: seats[0] > CAPACITY || seats[1] > CAPACITY -> assert(false)
    :: SETTLED(0) && seats[0] != BOOKED(0) -> assert(false)
    :: SETTLED(1) && seats[1] != BOOKED(1) -> assert(false)
    :: SETTLED(0) && BOOKED(0) + HOLDS(0) > CAPACITY -> assert(false)
    :: SETTLED(1) && BOOKED(1) + HOLDS(1) > CAPACITY -> assert(false)
#ifdef SAME_CANDIDATE
    :: candidate_lock[0] == FREE && ACTIVE_BOOKINGS > 1 -> assert(false)
#endif
    od
}

#define ROOM(s) (BOOKED(s) + HOLDS(s) < CAPACITY && !OVERLAPS(i, 0))

/* Every consistent state of an interview at the beginning; the others have theirs already. */
inline begin(s, other) {
    if
    :: ROOM(s) -> schedule[i] = s; booked[i] = true; seats[s]++
#ifndef FEW_STARTS
    :: ROOM(s) -> hold[AT(i, s)] = NEW; until[AT(i, s)] = HOLD_SECONDS
    :: ROOM(s) && ROOM(other) ->
        schedule[i] = s; booked[i] = true; seats[s]++;
        hold[AT(i, other)] = NEW; until[AT(i, other)] = HOLD_SECONDS
    :: ROOM(s) -> schedule[i] = s; hold[AT(i, s)] = RELEASE; until[AT(i, s)] = HOLD_SECONDS
    :: ROOM(s) && ROOM(other) ->
        schedule[i] = s; hold[AT(i, s)] = RELEASE; until[AT(i, s)] = HOLD_SECONDS;
        hold[AT(i, other)] = NEW; until[AT(i, other)] = HOLD_SECONDS
    :: schedule[i] = s; hold[AT(i, s)] = RELEASE
    :: schedule[i] = s
#endif
    fi
}

init {
    byte i;
    atomic {
        do
        :: i < INTERVIEWS ->
            schedule[i] = NO_SLOT;
            row[i] = PRESENT;
            if
            :: row[i] = ABSENT
#ifndef FEW_STARTS
            :: skip
#endif
            :: begin(0, 1)
            :: begin(1, 0)
            fi;
            i++
        :: else -> break
        od;
        i = 0;
        run monitor();
        run passing();
        run client(1);
        run client(2);
#if CLIENTS == 3
        run client(3);
#endif
    }
    /* At the end: nobody waits, no lock is left, every seat has its booking. */
    atomic {
        _nr_pr == 3 ->
        assert(slot_lock[0] == FREE && slot_lock[1] == FREE);
        assert(seats[0] == BOOKED(0) && seats[1] == BOOKED(1))
    }
}
