<?php
// One persistent connection a process. PDO prepares on its own side, which saves a round trip a statement: a statement
// that MariaDB prepared would not outlive the request.
declare(strict_types=1);

function db(): PDO
{
    static $db = null;
    return $db ??= new PDO(
        'mysql:unix_socket=' . getenv('DATABASE_SOCKET') . ';dbname=interviews;charset=utf8mb4',
        getenv('DATABASE_USER'),
        '',
        [PDO::ATTR_PERSISTENT => true, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC]
    );
}

function run(string $sql, array $values): PDOStatement
{
    $statement = db()->prepare($sql);
    $statement->execute($values);
    return $statement;
}

function row(string $sql, array $values): ?array
{
    return run($sql, $values)->fetch() ?: null;
}

function rows(string $sql, array $values): array
{
    return run($sql, $values)->fetchAll();
}

// Begins again, as the server does, when MariaDB gave this transaction up for another.
function transaction(callable $body): mixed
{
    for ($attempt = 1; ; $attempt++) {
        db()->beginTransaction();
        try {
            $outcome = $body();
            db()->commit();
            return $outcome;
        } catch (Throwable $error) {
            db()->rollBack();
            $again = $error instanceof PDOException && in_array($error->errorInfo[1] ?? 0, [1205, 1213], true);
            if (!$again || $attempt === 8) {
                throw $error;
            }
        }
    }
}

// The moment of the request, as the server takes it: once.
function now(int $seconds = 0): string
{
    static $begin = null;
    $begin ??= new DateTimeImmutable('now', new DateTimeZone('UTC'));
    return $begin->modify("+$seconds seconds")->format('Y-m-d H:i:s.u');
}

function uuid(): string
{
    $bytes = substr(pack('J', (int) (microtime(true) * 1000)), 2) . random_bytes(10);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x70);
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

// A key of the server's secret for one purpose.
function derived(string $context): string
{
    return hash_hmac('sha256', $context, hex2bin(getenv('SECRET_KEY')), true);
}

function sealed(string $text, string $context): string
{
    $nonce = random_bytes(SODIUM_CRYPTO_SECRETBOX_NONCEBYTES);
    return $nonce . sodium_crypto_secretbox($text, $nonce, derived($context));
}
