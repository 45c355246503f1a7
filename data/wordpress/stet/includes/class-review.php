<?php
/**
 * The review record: notes, approvals, stets, overrides.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * One record per article, in the meta `_stet_review`. Additions are merged by what makes an entry itself, so two
 * people who add at once lose nothing.
 */
final class Review {
	const ENTRIES_MAX = 2000;
	const TEXT_MAX    = 20000;
	const FLAGS_MAX   = 200;

	/** Lists: what an entry holds. */
	const KEYS = array(
		'notes'     => array( 'id', 'by', 'at', 'text', 'field' ),
		'approvals' => array( 'hash', 'by', 'at' ),
		'stets'     => array( 'finding', 'rule', 'reason', 'by', 'at', 'scope' ),
		'overrides' => array( 'finding', 'reason', 'by', 'at' ),
	);

	/** Lists: what tells one entry from another. */
	const IDENTITY = array(
		'notes'     => array( 'id' ),
		'approvals' => array( 'hash', 'by' ),
		'stets'     => array( 'finding' ),
		'overrides' => array( 'finding', 'by' ),
	);

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'rest_api_init', array( self::class, 'routes' ) );
	}

	/**
	 * Action rest_api_init.
	 */
	public static function routes() {
		register_rest_route(
			REST,
			'/posts/(?P<id>\d+)/review',
			array(
				array(
					'methods'             => 'GET',
					'permission_callback' => array( Articles::class, 'may_write' ),
					'callback'            => array( self::class, 'read' ),
				),
				array(
					'methods'             => 'POST',
					'permission_callback' => array( Articles::class, 'may_write' ),
					'callback'            => array( self::class, 'add' ),
				),
			)
		);
	}

	/**
	 * An article's record.
	 *
	 * @param int $id The post.
	 * @return array
	 */
	public static function get( $id ) {
		$data   = json_decode( (string) get_post_meta( $id, '_stet_review', true ), true );
		$record = array( 'state' => Articles::state( $id ) );
		foreach ( array_keys( self::KEYS ) as $list ) {
			$record[ $list ] = isset( $data[ $list ] ) ? $data[ $list ] : array();
		}
		$record['flags'] = (object) ( isset( $data['flags'] ) ? $data['flags'] : array() );
		return $record;
	}

	/**
	 * Keeps a record.
	 *
	 * @param int   $id     The post.
	 * @param array $record The record.
	 */
	private static function set( $id, $record ) {
		unset( $record['state'] );
		update_post_meta( $id, '_stet_review', wp_slash( wp_json_encode( $record, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) ) );
	}

	/**
	 * GET /posts/{id}/review.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response
	 */
	public static function read( $request ) {
		$id       = (int) $request['id'];
		$response = new \WP_REST_Response( self::get( $id ) );
		$response->header( 'ETag', Versions::etag( $id, Versions::of_answer( $id ) ) );
		return $response;
	}

	/**
	 * POST /posts/{id}/review.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function add( $request ) {
		$id   = (int) $request['id'];
		$sent = json_decode( $request->get_body(), true );
		$new  = self::clean( $sent );
		if ( is_wp_error( $new ) ) {
			return $new;
		}
		$refusal = self::check( $id, $new );
		if ( is_wp_error( $refusal ) ) {
			return $refusal;
		}
		$record = self::merge( self::get( $id ), $new );
		if ( is_wp_error( $record ) ) {
			return $record;
		}
		self::set( $id, $record );
		return Articles::answer( $id );
	}

	/**
	 * The name by which the present user signs.
	 *
	 * @return string
	 */
	public static function signature() {
		return wp_get_current_user()->user_nicename;
	}

	/**
	 * Reads additions.
	 *
	 * @param mixed $sent What came.
	 * @return array|\WP_Error
	 */
	private static function clean( $sent ) {
		if ( ! is_array( $sent ) ) {
			return self::invalid( 'review' );
		}
		$new = array( 'flags' => array() );
		foreach ( self::KEYS as $list => $keys ) {
			$new[ $list ] = array();
			$entries      = isset( $sent[ $list ] ) ? $sent[ $list ] : array();
			if ( ! is_array( $entries ) ) {
				return self::invalid( $list );
			}
			foreach ( $entries as $entry ) {
				$clean = is_array( $entry ) ? self::clean_entry( $list, $keys, $entry ) : null;
				if ( null === $clean ) {
					return self::invalid( $list );
				}
				$new[ $list ][] = $clean;
			}
		}
		if ( isset( $sent['flags'] ) && is_array( $sent['flags'] ) ) {
			foreach ( $sent['flags'] as $name => $value ) {
				$new['flags'][ substr( (string) $name, 0, 100 ) ] = (bool) $value;
			}
		}
		return $new;
	}

	/**
	 * Reads one entry. Approvals and overrides are signed by who sends them, whatever they say.
	 *
	 * @param string $list  The list.
	 * @param array  $keys  What an entry holds.
	 * @param array  $entry What came.
	 * @return array|null
	 */
	private static function clean_entry( $list, $keys, $entry ) {
		$clean = array();
		foreach ( $keys as $key ) {
			$value = isset( $entry[ $key ] ) ? $entry[ $key ] : '';
			if ( ! is_string( $value ) || strlen( $value ) > self::TEXT_MAX ) {
				return null;
			}
			if ( '' !== $value || ! in_array( $key, array( 'field', 'rule' ), true ) ) {
				$clean[ $key ] = $value;
			}
		}
		if ( '' === $clean['by'] || in_array( $list, array( 'approvals', 'overrides' ), true ) ) {
			$clean['by'] = self::signature();
		}
		if ( '' === $clean['at'] ) {
			$clean['at'] = gmdate( 'Y-m-d\TH:i:s\Z' );
		}
		if ( 'notes' === $list && '' === $clean['id'] ) {
			$clean['id'] = wp_generate_uuid4();
		}
		return '' === $clean[ self::IDENTITY[ $list ][0] ] ? null : $clean;
	}

	/**
	 * Whether the present user may add that, and whether an approval is of the content that is here.
	 *
	 * @param int   $id  The post.
	 * @param array $new The additions.
	 * @return true|\WP_Error
	 */
	private static function check( $id, $new ) {
		$desk = in_array( 'desk', array_column( $new['stets'], 'scope' ), true );
		if ( ( $new['approvals'] || $desk ) && ! Workflow::may_approve( $id ) ) {
			return Articles::forbidden();
		}
		foreach ( $new['approvals'] as $approval ) {
			if ( Articles::hash( $id ) !== $approval['hash'] ) {
				return Workflow::other_hash( $id );
			}
		}
		return true;
	}

	/**
	 * Adds what is not there yet.
	 *
	 * @param array $record The record.
	 * @param array $new    The additions.
	 * @return array|\WP_Error
	 */
	private static function merge( $record, $new ) {
		foreach ( self::IDENTITY as $list => $keys ) {
			$keys  = array_flip( $keys );
			$known = array();
			foreach ( $record[ $list ] as $entry ) {
				$known[ wp_json_encode( array_intersect_key( $entry, $keys ) ) ] = true;
			}
			foreach ( $new[ $list ] as $entry ) {
				$name = wp_json_encode( array_intersect_key( $entry, $keys ) );
				if ( ! isset( $known[ $name ] ) ) {
					$record[ $list ][] = $entry;
					$known[ $name ]    = true;
				}
			}
			if ( count( $record[ $list ] ) > self::ENTRIES_MAX ) {
				return self::full();
			}
		}
		$record['flags'] = (object) array_merge( (array) $record['flags'], $new['flags'] );
		return count( (array) $record['flags'] ) > self::FLAGS_MAX ? self::full() : $record;
	}

	/**
	 * What a transition adds by itself.
	 *
	 * @param int    $id     The post.
	 * @param string $hash   An approval's content, or ''.
	 * @param string $reason A note, or ''.
	 */
	public static function note_transition( $id, $hash, $reason ) {
		$new = array();
		if ( '' !== $hash ) {
			$new['approvals'] = array( array( 'hash' => $hash ) );
		}
		if ( '' !== $reason ) {
			$new['notes'] = array( array( 'text' => $reason ) );
		}
		$new    = self::clean( $new );
		$record = is_wp_error( $new ) ? $new : self::merge( self::get( $id ), $new );
		if ( ! is_wp_error( $record ) && ( '' !== $hash || '' !== $reason ) ) {
			self::set( $id, $record );
		}
	}

	/**
	 * The refusal of more than a record holds.
	 *
	 * @return \WP_Error
	 */
	private static function full() {
		return new \WP_Error( 'stet_too_large', __( 'The review record is full.', 'stet' ), array( 'status' => 413 ) );
	}

	/**
	 * The refusal of what is no review record.
	 *
	 * @param string $field Where.
	 * @return \WP_Error
	 */
	private static function invalid( $field ) {
		return new \WP_Error(
			'stet_invalid_field',
			/* translators: %s: the name of a field. */
			sprintf( __( 'The field %s is not what it should be.', 'stet' ), $field ),
			array(
				'status' => 400,
				'field'  => $field,
			)
		);
	}
}
